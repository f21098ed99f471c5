import { Stack, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { asProblem } from '../api/problem';
import { type QuoteRequest, quoteQuery } from '../api/quotes';
import { Page, Section } from '../components/page';
import { Empty, Failure, Loading } from '../components/states';
import { useAddressText } from '../components/use-address-text';
import { useStore } from '../session/store';
import { t } from '../texts';
import { moment, money } from '../texts/format';
import { readGroups, readItems, writeItems } from './price-checker/address';
import { Items } from './price-checker/items';
import { inWords, requestOf } from './price-checker/request';
import { Result } from './price-checker/result';
import { When } from './price-checker/when';
import { type As, Who } from './price-checker/who';

const route = getRouteApi('/signed-in/stores/$store/price-checker');

/** The address has the whole question, so that a link shows the same. */
export function PriceCheckerPage() {
  const store = useStore();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const set = (changed: Partial<typeof search>) =>
    void navigate({ search: (before) => ({ ...before, ...changed }), replace: true });
  const [typed, setTyped] = useAddressText('items', search.items ?? '', (text) =>
    set({ items: text || undefined }),
  );
  const items = readItems(typed);
  const groups = readGroups(search.groups);
  const given: As = search.customer ? 'customer' : groups.length > 0 ? 'groups' : 'guest';
  const [chosen, setChosen] = useState(given);
  // Whoever is in the address decides; without anybody, what was chosen waits for somebody.
  const as = given === 'guest' ? chosen : given;
  const isAsked = items.length > 0 && as === given;
  const text = JSON.stringify(requestOf({ ...search, groups, items }, store.currency));
  const [settled] = useDebouncedValue(text, 250);
  const body = JSON.parse(settled) as QuoteRequest;
  const quote = useQuery({
    ...quoteQuery(store.id, body),
    enabled: isAsked && body.items.length > 0,
    placeholderData: keepPreviousData,
  });
  const faults = isAsked && quote.error ? inWords(asProblem(quote.error).faults) : [];
  return (
    <Page title={t.checker.title} hint={t.checker.hint}>
      <div className="columns">
        <Section title={t.checker.who}>
          <Who
            as={as}
            customer={search.customer}
            groups={groups}
            faults={faults}
            onAs={(next) => {
              setChosen(next);
              set({ customer: undefined, groups: undefined });
            }}
            onCustomer={(customer) => {
              setChosen('customer');
              set({ customer });
            }}
            onGroups={(ids) => {
              setChosen('groups');
              set({ groups: ids.join() || undefined });
            }}
          />
        </Section>
        <Section title={t.checker.terms}>
          <When
            at={search.at}
            currency={search.currency ?? store.currency}
            faults={faults}
            onAt={(at) => set({ at })}
            onCurrency={(currency) =>
              set({ currency: currency === store.currency ? undefined : currency })
            }
          />
        </Section>
      </div>
      <Section title={t.checker.what}>
        <Items
          items={items}
          currency={search.currency ?? store.currency}
          faults={faults}
          onChange={(next) => setTyped(writeItems(next))}
        />
      </Section>
      <Section
        title={t.checker.result}
        {...(quote.data && isAsked && !quote.error && { hint: words(quote.data) })}
      >
        {items.length === 0 && <Empty title={t.checker.nothing}>{t.checker.nothingText}</Empty>}
        {items.length > 0 && !isAsked && (
          <Empty title={t.checker.nobody}>{t.checker.nobodyText}</Empty>
        )}
        {faults.length > 0 && <Empty title={t.checker.faulty}>{t.checker.faultyText}</Empty>}
        {isAsked && quote.error && faults.length === 0 && <Failure error={quote.error} />}
        {isAsked && quote.isPending && <Loading />}
        {isAsked && quote.data && !quote.error && (
          <Stack gap="md">
            <Result quote={quote.data} isStale={quote.isPlaceholderData} />
            <Text ta="end" fw={600}>
              {t.checker.total}: {money(quote.data.total, quote.data.currency)}
            </Text>
          </Stack>
        )}
      </Section>
    </Page>
  );
}

const words = ({ at, catalog }: { at: string; catalog?: string }): string =>
  [t.checker.asOf(moment(at)), ...(catalog ? [t.checker.catalogNow] : [])].join(' ');
