import { Alert, Button, Group as Row, Stack, Text } from '@mantine/core';
import { asProblem } from '../api/problem';
import { t } from '../texts';
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
  if (!problem || (problem.status === 400 && problem.faults.length > 0)) return null;
  if (!problem.isStale) {
    return <Failure error={problem} {...(problem.isConflict && conflict && { title: conflict })} />;
  }
  return (
    <Alert color="yellow" title={t.saving.stale}>
      <Stack gap="sm">
        <Text size="sm">{t.saving.staleText}</Text>
        <Row gap="sm">
          <Button size="xs" variant="default" onClick={onReload}>
            {t.actions.reload}
          </Button>
          <Button size="xs" color="red" variant="outline" onClick={onOverwrite}>
            {t.actions.overwrite}
          </Button>
        </Row>
      </Stack>
    </Alert>
  );
}
