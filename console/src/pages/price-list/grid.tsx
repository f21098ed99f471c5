import { ActionIcon, Badge, Text } from '@mantine/core';
import { IconArrowBackUp, IconTrash, IconX } from '@tabler/icons-react';
import type { ClipboardEvent } from 'react';
import type { PriceEntry } from '../../api/prices';
import { placeOf } from '../../api/prices';
import { useStore } from '../../session/store';
import { t } from '../../texts';
import { money } from '../../texts/format';
import { Cell } from './cell';
import type { Drafts, Edit } from './drafts';
import classes from './grid.module.css';
import { cellsOf } from './paste';
import { labelOf, leaves, type Row, savedAt } from './rows';
import { type Place, useCells } from './use-cells';

interface GridProps {
  label: string;
  currency: string;
  rows: readonly Row[];
  quantities: readonly number[];
  drafts: Drafts;
  isReadOnly: boolean;
  /** The rows are of a former question, and others are on their way. */
  isStale: boolean;
  onEdit: (edits: readonly Edit[]) => void;
  onKeep: (row: Row) => void;
  onRemove: (row: Row) => void;
  onClearColumn: (minQuantity: number) => void;
  onPasted: (cells: number, left: number) => void;
}

/** A product in each row, a quantity in each column, a price in each cell: as in a spreadsheet. */
export function Grid({ rows, quantities, drafts, isReadOnly, ...props }: GridProps) {
  const { currency: storeCurrency } = useStore();
  const cellAt = ({ row, column }: Place) => {
    const [product, minQuantity] = [rows[row], quantities[column]];
    if (!product || minQuantity === undefined) return undefined;
    const { productId } = product;
    const draft = drafts.get(placeOf({ productId, minQuantity }));
    return { product, productId, minQuantity, draft, saved: savedAt(product, minQuantity) };
  };
  const textAt = (place: Place): string => {
    const cell = cellAt(place);
    return cell?.draft ? cell.draft.text : (cell?.saved ?? '');
  };
  const editOf = (place: Place, text: string): Edit[] => {
    const cell = cellAt(place);
    if (!cell) return [];
    const { productId, minQuantity, saved } = cell;
    return [{ productId, minQuantity, saved, text }];
  };
  const cells = useCells({
    rows: rows.length,
    columns: quantities.length,
    isReadOnly,
    textAt,
    onEdit: (place, text) => props.onEdit(editOf(place, text)),
    onLeave: () => document.getElementById(AFTER_GRID)?.focus(),
  });
  const paste = (event: ClipboardEvent) => {
    const { active, typed } = cells;
    if (isReadOnly || typed !== undefined || active.column >= quantities.length) return;
    event.preventDefault();
    const pasted = cellsOf(event.clipboardData.getData('text/plain'));
    const edits = pasted.flatMap(({ row, column, text }) =>
      editOf({ row: active.row + row, column: active.column + column }, text),
    );
    props.onEdit(edits);
    props.onPasted(edits.length, pasted.length - edits.length);
  };
  const copy = (event: ClipboardEvent) => {
    if (cells.typed !== undefined) return;
    event.clipboardData.setData('text/plain', textAt(cells.active));
    event.preventDefault();
  };
  return (
    <div className={classes.scroll}>
      <table
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: its cells are edited
        role="grid"
        aria-label={props.label}
        aria-readonly={isReadOnly}
        aria-busy={props.isStale}
        className={`${classes.grid} ${props.isStale ? classes.stale : ''}`}
        ref={cells.table}
        onPaste={paste}
        onCopy={copy}
      >
        <thead>
          <tr>
            <th scope="col" className={classes.product}>
              {t.prices.product}
            </th>
            <th scope="col" className={classes.catalog}>
              {t.prices.catalogPrice}
            </th>
            {quantities.map((quantity) => (
              <th scope="col" key={quantity}>
                <span className={classes.head}>
                  {t.prices.from(quantity)}
                  {!isReadOnly && quantity > 1 && (
                    <ActionIcon
                      size="xs"
                      variant="subtle"
                      color="gray"
                      aria-label={t.prices.clearColumn(quantity)}
                      title={t.prices.clearColumn(quantity)}
                      onClick={() => props.onClearColumn(quantity)}
                    >
                      <IconX size={14} aria-hidden />
                    </ActionIcon>
                  )}
                </span>
              </th>
            ))}
            {!isReadOnly && (
              <th scope="col" className={classes.action}>
                <span className="hidden-but-read">{t.priceLists.actions}</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {rows.map((product, row) => (
            <tr key={product.productId}>
              <th scope="row" className={classes.product}>
                <Product row={product} drafts={drafts} />
              </th>
              <td className={classes.catalog}>
                {product.catalogPrice !== null && money(product.catalogPrice, storeCurrency)}
              </td>
              {quantities.map((quantity, column) => {
                const place = { row, column };
                const cell = cellAt(place);
                return (
                  <Cell
                    key={quantity}
                    place={place}
                    label={t.prices.cell(labelOf(product), quantity)}
                    currency={props.currency}
                    saved={cell?.saved}
                    draft={cell?.draft}
                    cells={cells}
                  />
                );
              })}
              {!isReadOnly && (
                <td className={classes.action}>
                  <RowAction
                    place={{ row, column: quantities.length }}
                    isActive={cells.active.row === row}
                    product={product}
                    isLeaving={leaves(product, drafts)}
                    onKeep={props.onKeep}
                    onRemove={props.onRemove}
                    cells={cells}
                  />
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Where one goes on from the table. */
export const AFTER_GRID = 'after-grid';

/** What a fault is about, for whoever looks for its cell. */
export const cellInWords = (rows: readonly Row[], { productId, minQuantity }: PriceEntry) => {
  const row = rows.find((one) => one.productId === productId);
  return t.prices.cell(row ? labelOf(row) : productId, minQuantity);
};

function Product({ row, drafts }: { row: Row; drafts: Drafts }) {
  const isLeaving = leaves(row, drafts);
  return (
    <div className={classes.name}>
      <span className={isLeaving ? classes.leaving : undefined}>
        {row.name || (row.inCatalog ? t.prices.noName : row.productId)}
      </span>
      {(row.name || row.inCatalog) && (
        <Text size="sm" c="dimmed" className={classes.id}>
          {row.productId}
        </Text>
      )}
      {!row.inCatalog && (
        <Text size="sm" c="dimmed">
          {t.prices.notInCatalog}
        </Text>
      )}
      {row.isNew && (
        <Badge variant="light" color="indigo">
          {t.prices.newProduct}
        </Badge>
      )}
      {isLeaving && <Badge variant="default">{t.prices.leaves}</Badge>}
    </div>
  );
}

interface RowActionProps {
  place: Place;
  isActive: boolean;
  product: Row;
  isLeaving: boolean;
  onKeep: (row: Row) => void;
  onRemove: (row: Row) => void;
  cells: ReturnType<typeof useCells>;
}

function RowAction({ place, isActive, product, isLeaving, cells, ...on }: RowActionProps) {
  const Icon = isLeaving ? IconArrowBackUp : IconTrash;
  const label = (isLeaving ? t.prices.keep : t.prices.remove)(labelOf(product));
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      data-cell={`${place.row}:${place.column}`}
      tabIndex={isActive ? 0 : -1}
      aria-label={label}
      title={label}
      onFocus={() => cells.setChosen(place)}
      onKeyDown={cells.onKeyDown}
      onClick={() => (isLeaving ? on.onKeep : on.onRemove)(product)}
    >
      <Icon size={16} aria-hidden />
    </ActionIcon>
  );
}
