import { useQueryClient } from '@tanstack/react-query';
import { useBlocker } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { MAX_ITEMS_PER_CALL } from '../../../../src/core/limits.js';
import type { PriceList } from '../../api/price-list';
import { PartlySaved, pagesOfPrices, placeOf, putAllPrices } from '../../api/prices';
import { asProblem } from '../../api/problem';
import { inStore } from '../../api/stores';
import { notifyUndoable } from '../../components/notify';
import { useStore } from '../../session/store';
import { t } from '../../texts';
import { compared, entryOf, type Line, readLines, toImport, UnusableFile } from './csv';
import { faultsByEntry } from './drafts';

export type Step =
  | { step: 'choose'; unusable?: string; error?: unknown }
  | { step: 'reading'; lines: number }
  | { step: 'comparing'; prices: number }
  | { step: 'preview'; lines: readonly Line[] }
  | { step: 'importing'; done: number; of: number }
  | {
      step: 'stopped';
      done: number;
      of: number;
      /** What was not imported yet. */
      rest: readonly Line[];
      /** Undefined: it was stopped on purpose. */
      error: unknown;
      faults: readonly { line: number; message: string }[];
    }
  | { step: 'done'; count: number };

/** From a file to prices, one step after the other. */
export function useImport(list: Pick<PriceList, 'id' | 'currency'>) {
  const store = useStore();
  const client = useQueryClient();
  const [state, setState] = useState<Step>({ step: 'choose' });
  const stopper = useRef(new AbortController());
  useEffect(() => () => stopper.current.abort(), []);
  const isImporting = state.step === 'importing';
  const mayLeave = () => !isImporting || confirm(t.priceCsv.leave);
  useBlocker({ shouldBlockFn: () => !mayLeave(), enableBeforeUnload: isImporting });
  const begin = () => {
    stopper.current = new AbortController();
    return stopper.current.signal;
  };

  const read = async (source: File | string) => {
    const signal = begin();
    try {
      setState({ step: 'reading', lines: 0 });
      const { currency } = list;
      const onProgress = (lines: number) => setState({ step: 'reading', lines });
      const lines = await readLines(source, { currency, signal, onProgress });
      const present = new Map<string, string>();
      setState({ step: 'comparing', prices: 0 });
      for await (const { data } of pagesOfPrices(store.id, list.id, signal)) {
        for (const price of data) present.set(placeOf(price), price.amount);
        setState({ step: 'comparing', prices: present.size });
      }
      setState({ step: 'preview', lines: compared(lines, present) });
    } catch (error) {
      if (signal.aborted) setState({ step: 'choose' });
      else if (error instanceof UnusableFile) setState({ step: 'choose', unusable: error.message });
      else setState({ step: 'choose', error });
    }
  };

  const importLines = async (lines: readonly Line[], before = 0) => {
    const signal = begin();
    const wanted = toImport(lines);
    const of = before + wanted.length;
    const requestIds: string[] = [];
    let done = before;
    const finish = (to: Step) => {
      setState(to);
      if (requestIds.length > 0) {
        const message =
          done === of
            ? t.priceCsv.done(done - before)
            : t.priceCsv.partly(done - before, of - before);
        notifyUndoable({ message, store, requestIds, client });
      }
      void client.invalidateQueries({ queryKey: inStore(store.id) });
    };
    setState({ step: 'importing', done, of });
    try {
      await putAllPrices(store.id, {
        list: list.id,
        prices: wanted.map(entryOf),
        signal,
        onSaved: (saved, requestId) => {
          done = before + saved;
          if (requestId) requestIds.push(requestId);
          setState({ step: 'importing', done, of });
        },
      });
      finish({ step: 'done', count: done });
    } catch (error) {
      const cause = error instanceof PartlySaved ? error.cause : error;
      const rest = wanted.slice(done - before);
      const bulk = rest.slice(0, MAX_ITEMS_PER_CALL);
      const faults = [...faultsByEntry(asProblem(cause).faults)].flatMap(([index, message]) => {
        const line = bulk[index]?.line;
        return line === undefined ? [] : [{ line, message }];
      });
      finish({
        step: 'stopped',
        done,
        of,
        rest,
        error: signal.aborted ? undefined : cause,
        faults,
      });
    }
  };

  return {
    state,
    read,
    importLines,
    mayLeave,
    stop: () => stopper.current.abort(),
    restart: () => setState({ step: 'choose' }),
  };
}
