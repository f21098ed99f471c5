import { Group as Bar, Stack, Text } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useCallback, useMemo, useRef, useState } from 'react';
import type { PriceList } from '../../api/price-list';
import {
  type ListedProduct,
  listedProductsQuery,
  type PriceEntry,
  placeOf,
} from '../../api/prices';
import { AddProduct } from '../../components/add-product';
import { EmptyList } from '../../components/empty-list';
import { Pager } from '../../components/pager';
import { SearchField } from '../../components/search-field';
import { Loaded } from '../../components/states';
import { useStore } from '../../session/store';
import { t } from '../../texts';
import { AddQuantity } from './add-quantity';
import { type Drafts, type Edit, withEdits, withFaults, without, withoutSaved } from './drafts';
import { Faults } from './faults';
import { AFTER_GRID, Grid } from './grid';
import classes from './grid.module.css';
import { quantitiesOf, type Row } from './rows';
import { SavePrices } from './save';
import { useAdded } from './use-added';

const route = getRouteApi('/signed-in/stores/$store/price-lists/$list');

/** Few enough for all of their cells to be there at once. */
const PAGE = 50;
const NOTHING: readonly ListedProduct[] = [];

/** The prices of a list, of which a page is shown; what is unsaved stays while one goes on. */
export function PriceEditor({ list }: { list: PriceList }) {
  const { id: store, can } = useStore();
  const { search, cursor } = route.useSearch();
  const navigate = route.useNavigate();
  const products = useQuery({
    ...listedProductsQuery(store, list.id, { search, cursor, limit: PAGE }),
    placeholderData: keepPreviousData,
  });
  const listed = products.data?.data ?? NOTHING;
  const shown = useMemo(() => new Set(listed.map(({ productId }) => productId)), [listed]);
  const added = useAdded(list.id, shown);
  const [drafts, setDrafts] = useState<Drafts>(new Map());
  const sending = useRef<ReadonlySet<string>>(new Set());
  const [extra, setExtra] = useState<readonly number[]>([]);
  const [said, setSaid] = useState('');
  const rows: Row[] = [...added.rows, ...listed];
  const quantities = quantitiesOf(rows, drafts, extra);
  const isReadOnly = !can('pricing:write');

  const edited = (before: Drafts, edits: readonly Edit[]) =>
    withEdits(before, edits, { currency: list.currency, sending: sending.current });
  const edit = (edits: readonly Edit[]) => setDrafts((before) => edited(before, edits));
  const ownPlaces = (row: Row) =>
    [...drafts.values()].filter(({ productId }) => productId === row.productId).map(placeOf);
  /** Every price of the row, instead of what was typed there. */
  const setRow = (row: Row, textOf: (saved: string) => string) => {
    const edits = row.prices.map(({ minQuantity, amount }) => ({
      productId: row.productId,
      minQuantity,
      saved: amount,
      text: textOf(amount),
    }));
    setDrafts(edited(without(drafts, ownPlaces(row)), edits));
  };
  const remove = (row: Row) => {
    setRow(row, () => '');
    if (row.prices.length === 0) added.drop(row.productId);
  };
  const clearColumn = (minQuantity: number) => {
    setExtra((before) => before.filter((quantity) => quantity !== minQuantity));
    edit(
      rows.map(({ productId, prices }) => ({
        productId,
        minQuantity,
        saved: prices.find((price) => price.minQuantity === minQuantity)?.amount,
        text: '',
      })),
    );
  };
  const onFaults = useCallback(
    (sent: readonly PriceEntry[], faults: ReadonlyMap<number, string>) =>
      setDrafts((before) => withFaults(before, sent, faults)),
    [],
  );
  const here = new Set(rows.map(({ productId }) => productId));
  const elsewhere = [...drafts.values()].filter(({ productId }) => !here.has(productId)).length;
  return (
    <Stack className="card">
      <Bar gap="sm" align="flex-end">
        <SearchField
          label={t.prices.search}
          value={search}
          onSearch={(text) =>
            void navigate({ search: { search: text }, replace: search !== undefined })
          }
        />
        {!isReadOnly && (
          <>
            <div className={classes.add}>
              <AddProduct label={t.prices.addProduct} onAdd={added.add} />
            </div>
            <AddQuantity
              quantities={quantities}
              onAdd={(quantity) => setExtra([...extra, quantity])}
            />
          </>
        )}
      </Bar>
      <Loaded query={products}>
        {({ nextCursor }) => (
          <>
            {rows.length === 0 ? (
              <EmptyList words={t.prices} isSearch={search !== undefined} />
            ) : (
              <>
                {!isReadOnly && (
                  <Text size="sm" c="dimmed">
                    {t.prices.help}
                  </Text>
                )}
                <Grid
                  label={t.prices.grid(list.name)}
                  currency={list.currency}
                  rows={rows}
                  quantities={quantities}
                  drafts={drafts}
                  isReadOnly={isReadOnly}
                  isStale={products.isPlaceholderData}
                  onEdit={edit}
                  onKeep={(row) => setRow(row, (saved) => saved)}
                  onRemove={remove}
                  onClearColumn={clearColumn}
                  onPasted={(cells, left) =>
                    setSaid(
                      [
                        t.prices.pasted(cells),
                        ...(left > 0 ? [t.prices.notPasted(left)] : []),
                      ].join(' '),
                    )
                  }
                />
              </>
            )}
            <Stack gap="xs" id={AFTER_GRID} tabIndex={-1}>
              {said && (
                <Text size="sm" role="status">
                  {said}
                </Text>
              )}
              <Faults drafts={drafts} rows={rows} />
            </Stack>
            <Pager nextCursor={nextCursor} />
          </>
        )}
      </Loaded>
      <SavePrices
        list={list.id}
        drafts={drafts}
        elsewhere={elsewhere}
        onSending={(sent) => {
          sending.current = new Set(sent.map(placeOf));
        }}
        onSaved={(sent) => setDrafts((before) => withoutSaved(before, sent))}
        onFaults={onFaults}
        onDiscard={() => {
          setDrafts(new Map());
          setExtra([]);
          setSaid('');
          added.clear();
        }}
      />
    </Stack>
  );
}
