import { Button, Group as Row, Stack, Text } from '@mantine/core';
import type { Impact } from '../api/groups';
import { asProblem } from '../api/problem';
import { t } from '../texts';
import classes from './save-bar.module.css';
import { Stale } from './stale';
import { Failure } from './states';

interface SaveBarProps {
  /** Undefined while it is being worked out; null where no price depends on it. */
  impact: Impact | null | undefined;
  /** What that means; unless given, for prices. */
  words?: ((impact: Impact) => string) | undefined;
  error: unknown;
  isSaving: boolean;
  onSave: () => void;
  /** Saves whatever somebody else has saved meanwhile. */
  onOverwrite: () => void;
  onReload: () => void;
  onDiscard: () => void;
}

/** Below a form with unsaved changes: what they change, and what can be done with them. */
export function SaveBar({ impact, words = t.impact.save, error, isSaving, ...on }: SaveBarProps) {
  const problem = error ? asProblem(error) : undefined;
  return (
    <Stack className={classes.bar} gap="sm" role="region" aria-label={t.saving.unsaved}>
      {problem?.isStale && <Stale onReload={on.onReload} onOverwrite={on.onOverwrite} />}
      {problem?.isConflict && (
        <Failure error={error} title={t.saving.conflict} onRetry={on.onSave} />
      )}
      {problem && !problem.isStale && !problem.isConflict && problem.faults.length === 0 && (
        <Failure error={error} />
      )}
      {!problem && (
        <Text size="sm" role="status">
          {impact === null ? t.saving.unsaved : impact ? words(impact) : t.saving.working}
        </Text>
      )}
      <Row gap="sm" justify="flex-end">
        <Button variant="default" onClick={on.onDiscard} disabled={isSaving}>
          {t.actions.discard}
        </Button>
        {!problem?.isStale && (
          <Button
            onClick={on.onSave}
            loading={isSaving}
            disabled={(problem?.faults.length ?? 0) > 0}
          >
            {t.actions.save}
          </Button>
        )}
      </Row>
    </Stack>
  );
}
