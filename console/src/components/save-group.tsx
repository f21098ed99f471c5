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
import { notifyFailure, notifyUndoable } from './notify';
import { SaveBar } from './save-bar';
import { useLeaveGuard } from './use-leave-guard';

interface SaveGroupProps<Fields> {
  /** What the form began with. */
  base: TaggedGroup;
  /** What the form says; what differs from the group is saved. */
  wanted: GroupPatch;
  /** What stands in the fields, as they hold it. */
  fields: Fields;
  /** The service's faults, by field, and as they are. */
  onErrors: (errors: Record<string, string>, faults: readonly FieldFault[]) => void;
  /** The form shall show this; after a save, but for what is not as it was `sent` any longer. */
  onReset: (group: TaggedGroup, sent?: Fields) => void;
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

/** A text as forms send it: the service also keeps blanks around one, and an empty one. */
const kept = (value: unknown): unknown =>
  typeof value === 'string' ? value.trim() || null : value;

/** What a form changes of a group. */
export function differences(group: Group, wanted: GroupPatch): GroupPatch {
  const changed = Object.entries(wanted).filter(
    ([name, value]) => textOf(kept(value)) !== textOf(kept(group[name as keyof Group])),
  );
  return Object.fromEntries(changed) as GroupPatch;
}

/**
 * Saves what a form changes of a group: tells first what that changes for customers, keeps the form
 * when it fails, and offers to reload or overwrite when somebody else was faster.
 */
export function SaveGroup<Fields>({ base, wanted, fields, words, ...on }: SaveGroupProps<Fields>) {
  const { onErrors, onReset } = on;
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
      const sent = fields;
      const saved = await updateGroup(store.id, {
        group: group.id,
        patch,
        tag: force ? undefined : tag,
        requestId,
      });
      return { saved, sent, requestId };
    },
    onSuccess: async ({ saved, sent, requestId }) => {
      notifyUndoable({
        message: t.group.saved(saved.data.name),
        store,
        requestIds: [requestId],
        client,
      });
      onReset(saved, sent);
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
      onReload={() => void reload().catch(notifyFailure)}
      onDiscard={() => {
        saving.reset();
        onReset(base);
      }}
    />
  );
}
