import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import {
  type Group,
  type GroupPatch,
  groupQuery,
  type Impact,
  patchImpactQuery,
  type TaggedGroup,
  updateGroup,
} from '../api/groups';
import { asProblem, type FieldFault } from '../api/problem';
import { inStore } from '../api/stores';
import { useStore } from '../session/store';
import { t } from '../texts';
import { notifyUndoable } from './notify';
import { SaveBar } from './save-bar';
import { useLeaveGuard } from './use-leave-guard';

interface SaveGroupProps {
  /** What the form began with. */
  base: TaggedGroup;
  /** What the form says; what differs from the group is saved. */
  wanted: GroupPatch;
  /** The service's faults, by field, and as they are. */
  onErrors: (errors: Record<string, string>, faults: readonly FieldFault[]) => void;
  /** The form shall show this. */
  onReset: (group: TaggedGroup) => void;
  /** What saving changes, where it is not about prices. */
  words?: (impact: Impact) => string;
}

/** The same for two states that differ in the order of their fields alone. */
const textOf = (value: unknown): string =>
  JSON.stringify(value, (_, part) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );

/** What a form changes of a group. */
export function differences(group: Group, wanted: GroupPatch): GroupPatch {
  const changed = Object.entries(wanted).filter(
    ([name, value]) => textOf(value) !== textOf(group[name as keyof Group]),
  );
  return Object.fromEntries(changed) as GroupPatch;
}

/**
 * Saves what a form changes of a group: tells first what that changes for customers, keeps the form
 * when it fails, and offers to reload or overwrite when somebody else was faster.
 */
export function SaveGroup({ base, wanted, onErrors, onReset, words }: SaveGroupProps) {
  const { data: group, tag } = base;
  const store = useStore();
  const client = useQueryClient();
  const text = JSON.stringify(differences(group, wanted));
  const patch = useMemo(() => JSON.parse(text) as GroupPatch, [text]);
  const isChanged = text !== '{}';
  const [settled] = useDebouncedValue(patch, 400);
  const impact = useQuery({
    ...patchImpactQuery(store.id, { group: group.id, patch: settled }),
    enabled: isChanged && Object.keys(settled).length > 0,
    placeholderData: keepPreviousData,
  });
  const saving = useMutation({
    mutationFn: async ({ force }: { force: boolean }) => {
      const requestId = crypto.randomUUID();
      const saved = await updateGroup(store.id, {
        group: group.id,
        patch,
        tag: force ? undefined : tag,
        requestId,
      });
      return { saved, requestId };
    },
    onSuccess: async ({ saved, requestId }) => {
      notifyUndoable({
        message: t.group.saved(saved.data.name),
        store,
        requestIds: [requestId],
        client,
      });
      onReset(saved);
      await client.invalidateQueries({ queryKey: inStore(store.id) });
    },
  });
  const refusal = saving.error ?? (isChanged ? impact.error : null);
  useEffect(() => {
    const { byField, faults } = asProblem(refusal);
    onErrors(refusal ? byField : {}, refusal ? faults : []);
  }, [refusal, onErrors]);
  const { reset: forget } = saving;
  // What was wrong with it need not be any longer.
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever something else is wanted
  useEffect(() => {
    if (saving.error && asProblem(saving.error).faults.length > 0) forget();
  }, [text, forget]);
  useLeaveGuard(isChanged);

  const reload = async () => {
    const newest = await client.fetchQuery({ ...groupQuery(store.id, group.id), staleTime: 0 });
    saving.reset();
    onReset(newest);
  };
  if (!isChanged && !saving.error) return null;
  return (
    <SaveBar
      impact={impact.isFetching || patch !== settled ? undefined : (impact.data ?? undefined)}
      words={words}
      error={refusal}
      isSaving={saving.isPending}
      onSave={() => saving.mutate({ force: false })}
      onOverwrite={() => saving.mutate({ force: true })}
      onReload={() => void reload()}
      onDiscard={() => {
        saving.reset();
        onReset(base);
      }}
    />
  );
}
