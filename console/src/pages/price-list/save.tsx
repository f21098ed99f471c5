import { Button, Group as Row, Stack, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { MAX_ITEMS_PER_CALL } from '../../../../src/core/limits.js';
import { PartlySaved, type PriceEntry, pricesImpactQuery, putAllPrices } from '../../api/prices';
import { asProblem } from '../../api/problem';
import { inStore } from '../../api/stores';
import { notifyUndoable } from '../../components/notify';
import classes from '../../components/save-bar.module.css';
import { Failure } from '../../components/states';
import { useLeaveGuard } from '../../components/use-leave-guard';
import { useStore } from '../../session/store';
import { t } from '../../texts';
import { type Drafts, faultsByEntry } from './drafts';

interface SavePricesProps {
  list: string;
  drafts: Drafts;
  /** How many of the drafts are not on this page. */
  elsewhere: number;
  /** What is being saved; nothing when that is over. */
  onSending: (sent: readonly PriceEntry[]) => void;
  onSaved: (sent: readonly PriceEntry[]) => void;
  onFaults: (sent: readonly PriceEntry[], faults: ReadonlyMap<number, string>) => void;
  onDiscard: () => void;
}

/** Below the table: what is unsaved, what it changes, and what can be done with it. */
export function SavePrices({ list, drafts, elsewhere, onFaults, ...on }: SavePricesProps) {
  const store = useStore();
  const client = useQueryClient();
  const [done, setDone] = useState(0);
  const all = [...drafts.values()];
  const faulty = all.filter(({ fault }) => fault !== undefined).length;
  const isFaulty = faulty > 0;
  const text = JSON.stringify(
    all.map(({ productId, minQuantity, amount }) => ({ productId, minQuantity, amount })),
  );
  const [settled] = useDebouncedValue(text, 400);
  const entries = useMemo(() => JSON.parse(settled) as PriceEntry[], [settled]);
  const isOneBulk = drafts.size <= MAX_ITEMS_PER_CALL;
  const impact = useQuery({
    ...pricesImpactQuery(store.id, { list, prices: entries }),
    enabled: isOneBulk && !isFaulty && entries.length > 0 && settled === text,
  });
  const saving = useMutation({
    mutationFn: async (prices: readonly PriceEntry[]) => {
      const requestIds: string[] = [];
      let saved = 0;
      setDone(0);
      on.onSending(prices);
      try {
        await putAllPrices(store.id, {
          list,
          prices,
          onSaved: (count, requestId) => {
            saved = count;
            setDone(count);
            if (requestId) requestIds.push(requestId);
          },
        });
      } finally {
        if (saved > 0) {
          notifyUndoable({ message: t.prices.saved(saved), store, requestIds, client });
          // First: the cells would show the old prices for a moment.
          await client.invalidateQueries({ queryKey: inStore(store.id) });
          on.onSaved(prices.slice(0, saved));
        }
        on.onSending([]);
      }
    },
    onError: (error, prices) => {
      if (!(error instanceof PartlySaved)) return;
      const bulk = prices.slice(error.saved, error.saved + MAX_ITEMS_PER_CALL);
      onFaults(bulk, faultsByEntry(asProblem(error.cause).faults));
    },
  });
  // What the service would refuse is shown before it is sent.
  const refusal = settled === text && impact.error ? asProblem(impact.error) : undefined;
  useEffect(() => {
    if (refusal && refusal.faults.length > 0) onFaults(entries, faultsByEntry(refusal.faults));
  }, [refusal, entries, onFaults]);
  const isChanged = drafts.size > 0;
  useLeaveGuard(isChanged);
  if (!isChanged) return null;

  const partly = saving.error instanceof PartlySaved ? saving.error : undefined;
  const problem = saving.error ? asProblem(partly ? partly.cause : saving.error) : undefined;
  const products = new Set(all.map(({ productId }) => productId)).size;
  const bulks = Math.ceil(drafts.size / MAX_ITEMS_PER_CALL);
  const save = () =>
    saving.mutate(
      all.map(({ productId, minQuantity, amount }) => ({ productId, minQuantity, amount })),
    );
  return (
    <Stack className={classes.bar} gap="sm" role="region" aria-label={t.saving.unsaved}>
      {problem && problem.faults.length === 0 && (
        <Failure
          error={problem}
          title={
            partly && partly.saved > 0
              ? t.prices.partlySaved(partly.saved, saving.variables?.length ?? 0)
              : t.failure.title
          }
        />
      )}
      {problem && problem.faults.length > 0 && partly && partly.saved > 0 && (
        <Text size="sm">{t.prices.partlySaved(partly.saved, saving.variables?.length ?? 0)}</Text>
      )}
      <Text size="sm" role="status">
        {t.prices.unsaved(drafts.size, products)}{' '}
        {elsewhere > 0 && `${t.prices.elsewhere(elsewhere)} `}
        {isFaulty && `${t.prices.faulty(faulty)} `}
        {!isOneBulk && t.prices.inSteps(bulks, MAX_ITEMS_PER_CALL)}
        {isOneBulk &&
          !isFaulty &&
          impact.data &&
          settled === text &&
          t.prices.impact(impact.data.prices, impact.data.customers)}
      </Text>
      {saving.isPending && !isOneBulk && (
        <Text size="sm">{t.prices.savingStep(done, saving.variables.length)}</Text>
      )}
      <Row gap="sm" justify="flex-end">
        <Button
          variant="default"
          disabled={saving.isPending}
          onClick={() => {
            saving.reset();
            on.onDiscard();
          }}
        >
          {t.actions.discard}
        </Button>
        <Button onClick={save} loading={saving.isPending} disabled={isFaulty}>
          {t.actions.save}
        </Button>
      </Row>
    </Stack>
  );
}
