import { asProblem } from '../api/problem';
import { Stale } from './stale';
import { Failure } from './states';

interface SaveFailureProps {
  error: unknown;
  /** What a conflict means here. */
  conflict?: string | undefined;
  onReload: () => void;
  onOverwrite: () => void;
}

/**
 * In a dialog whose save has failed: what it was, beside the faults that stand at their fields, and
 * the choice when somebody else was faster.
 */
export function SaveFailure({ error, conflict, onReload, onOverwrite }: SaveFailureProps) {
  const problem = error ? asProblem(error) : undefined;
  if (!problem || problem.faults.length > 0) return null;
  if (problem.isStale) return <Stale onReload={onReload} onOverwrite={onOverwrite} />;
  return <Failure error={problem} {...(problem.isConflict && conflict && { title: conflict })} />;
}
