import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useBlocker } from '@tanstack/react-router';
import { useEffect, useMemo } from 'react';
import {
  type Group,
  type GroupPatch,
  groupQuery,
  patchImpactQuery,
  type TaggedGroup,
  updateGroup,
} from '../api/groups';
import { asProblem } from '../api/problem';
import { inStore } from '../api/stores';
import { useStore } from '../session/store';
import { t } from '../texts';
import { notifyUndoable } from './notify';
import { SaveBar } from './save-bar';

interface SaveGroupProps {
  /** What the form began with. */
  base: TaggedGroup;
  /** What the form says; what differs from the group is saved. */
  wanted: GroupPatch;
  /** The service's faults, by field. */
  onErrors: (errors: Record<string, string>) => void;
  /** The form shall show this. */
  onReset: (group: TaggedGroup) => void;
}

/** What a form changes of a group. */
export function differences(group: Group, wanted: GroupPatch): GroupPatch {
  const changed = Object.entries(wanted).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(group[name as keyof Group]),
  );
  return Object.fromEntries(changed) as GroupPatch;
}

/**
 * Saves what a form changes of a group: tells first what that changes for customers, keeps the form
 * when it fails, and offers to reload or overwrite when somebody else was faster.
 */
export function SaveGroup({ base, wanted, onErrors, onReset }: SaveGroupProps) {
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
  useEffect(() => onErrors(refusal ? asProblem(refusal).byField : {}), [refusal, onErrors]);
  useBlocker({
    shouldBlockFn: () => isChanged && !confirm(t.saving.leave),
    enableBeforeUnload: isChanged,
  });

  const reload = async () => {
    const newest = await client.fetchQuery({ ...groupQuery(store.id, group.id), staleTime: 0 });
    saving.reset();
    onReset(newest);
  };
  if (!isChanged && !saving.error) return null;
  return (
    <SaveBar
      impact={impact.isFetching || patch !== settled ? undefined : (impact.data ?? undefined)}
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
