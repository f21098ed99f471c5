import { useQueryClient } from '@tanstack/react-query';
import { useBlocker } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import type { Group } from '../../../../api/groups';
import { inStore } from '../../../../api/stores';
import { notifyUndoable } from '../../../../components/notify';
import { useStore } from '../../../../session/store';
import { t } from '../../../../texts';
import type { Choice, Reading } from './list';
import { ListReader } from './list-reader';
import { type Added, addAll, type Compared, compare } from './work';

/** The list as it was given. */
interface Given {
  text: string;
  file: File | null;
}

export interface SourceState {
  step: 'source';
  given: Given;
  /** Whether it is being read. */
  isReading: boolean;
  reading: Reading | undefined;
  choice: Choice | undefined;
  error: unknown;
}

export interface RunningState {
  step: 'checking' | 'adding';
  done: number;
  of: number;
  isStopping: boolean;
}

export interface PreviewState {
  step: 'preview';
  compared: Compared;
}

export interface DoneState {
  step: 'done';
  compared: Compared;
  added: Added;
  error: unknown;
}

type ImportState = SourceState | RunningState | PreviewState | DoneState;

const NOTHING: SourceState = {
  step: 'source',
  given: { text: '', file: null },
  isReading: false,
  reading: undefined,
  choice: undefined,
  error: null,
};

const NONE_ADDED: Added = { done: 0, added: 0, meanwhile: 0, requestIds: [] };

/** The steps of adding many, one after the other; a step that fails loses nothing. */
export function useImport(group: Group) {
  const store = useStore();
  const client = useQueryClient();
  const [state, setState] = useState<ImportState>(NOTHING);
  /** What one comes back to from the later steps. */
  const source = useRef<SourceState>(NOTHING);
  const stopping = useRef(new AbortController());
  const reader = useRef<ListReader>(null);
  useEffect(
    () => () => {
      stopping.current.abort();
      reader.current?.end();
      reader.current = null;
    },
    [],
  );
  const isAdding = state.step === 'adding';
  useBlocker({
    shouldBlockFn: () => isAdding && !confirm(t.import.leave),
    enableBeforeUnload: isAdding,
  });
  const listReader = () => {
    reader.current ??= new ListReader();
    return reader.current;
  };
  const showSource = (next: SourceState) => {
    source.current = next;
    setState(next);
  };

  const give = (given: Given) => showSource({ ...NOTHING, given });
  const read = async (given: Given) => {
    // Another list may be given while this one is read.
    const isLatest = () => source.current.given === given;
    showSource({ ...NOTHING, given, isReading: true });
    try {
      const reading = await listReader().read(given.file ?? given.text);
      if (isLatest()) showSource({ ...NOTHING, given, reading, choice: reading.choice });
    } catch (error) {
      if (isLatest()) showSource({ ...NOTHING, given, error });
    }
  };
  const choose = (choice: Choice) => showSource({ ...source.current, choice });

  const check = async () => {
    const { choice } = source.current;
    if (!choice) return;
    stopping.current = new AbortController();
    const { signal } = stopping.current;
    try {
      const names = await listReader().pick(choice);
      const of = names.customerIds.length + names.emails.length;
      const onProgress = (done: number) =>
        setState({ step: 'checking', done, of, isStopping: false });
      onProgress(0);
      const going = { store: store.id, group: group.id, onProgress, signal };
      const compared = await compare(names, going);
      setState({ step: 'preview', compared });
    } catch (error) {
      showSource({ ...source.current, error: signal.aborted ? null : error });
    }
  };

  const add = async (compared: Compared, before = NONE_ADDED) => {
    stopping.current = new AbortController();
    const { signal } = stopping.current;
    let latest = before;
    const onProgress = (added: Added) => {
      latest = added;
      const { length: of } = compared.fresh;
      setState({ step: 'adding', done: added.done, of, isStopping: signal.aborted });
    };
    onProgress(before);
    let failure: unknown = null;
    try {
      const going = { store: store.id, group: group.id, onProgress };
      await addAll(compared.fresh, before, { ...going, isStopped: () => signal.aborted });
    } catch (error) {
      failure = error;
    }
    if (latest.added > 0) {
      const message = t.import.done(latest.added);
      notifyUndoable({ message, store, requestIds: latest.requestIds, client });
    }
    void client.invalidateQueries({ queryKey: inStore(store.id) });
    setState({ step: 'done', compared, added: latest, error: failure });
  };

  const stop = () => {
    stopping.current.abort();
    setState((now) => (now.step === 'adding' ? { ...now, isStopping: true } : now));
  };
  return { state, give, read, choose, check, add, stop, back: () => setState(source.current) };
}

export type ImportActions = Omit<ReturnType<typeof useImport>, 'state'>;
