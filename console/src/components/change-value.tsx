import { Text, UnstyledButton } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { Scope } from '../api/session';
import { useStore } from '../session/store';
import { t } from '../texts';
import { moment, money, number, percentage } from '../texts/format';
import { scopesInWords } from './scope-fields';
import { useGroupName, usePriceListName } from './use-name';

/** Lists that are longer begin with so many, and the rest on demand. */
const SHOWN = 10;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Rules as any API has left them in the log. */
function ruleInWords(rule: Fields, currency: string): string {
  const { type, method, amount, productId, categoryId } = rule;
  const on =
    type === 'product'
      ? t.changeLog.rule.product(String(productId))
      : type === 'category'
        ? t.changeLog.rule.category(String(categoryId))
        : t.changeLog.rule.all;
  if (method === 'percent') return t.changeLog.rule.percent(percentage(String(amount)), on);
  const words = method === 'fixed' ? t.changeLog.rule.fixed : t.changeLog.rule.price;
  return words(money(String(amount), currency), on);
}

function accessInWords({ type, categories }: Fields): string {
  if (type === 'all' || type === 'none') return t.changeLog.access[type];
  return t.changeLog.access.specific((categories as readonly string[]).join(', '));
}

const tierInWords = ({ productId, minQuantity, amount }: Fields): string =>
  t.changeLog.tier(String(productId), Number(minQuantity ?? 1), String(amount));

/** An entry of a list, or a small object: field by field where nothing better is known. */
function inWords(value: unknown, currency: string): string {
  if (!isFields(value)) return value === null ? t.changeLog.unset : String(value);
  if ('method' in value) return ruleInWords(value, currency);
  if ('productId' in value && 'amount' in value) return tierInWords(value);
  if (isFields(value.settings)) return inWords(value.settings, currency);
  return Object.entries(value)
    .map(([name, one]) => `${name}: ${inWords(one, currency)}`)
    .join('; ');
}

function Entries({ entries }: { entries: readonly string[] }) {
  const [all, setAll] = useState(false);
  const shown = all ? entries : entries.slice(0, SHOWN);
  const more = entries.length - SHOWN;
  if (entries.length === 0) return t.changeLog.unset;
  return (
    <>
      {shown.join(', ')}{' '}
      {more > 0 && (
        <UnstyledButton fz="inherit" td="underline" onClick={() => setAll(!all)}>
          {all ? t.changeLog.fewer : t.more(more)}
        </UnstyledButton>
      )}
    </>
  );
}

const GroupName = ({ id }: { id: number }) => useGroupName(id) ?? String(id);

const PriceListName = ({ id }: { id: string }) => usePriceListName(id) ?? id;

/** A value of a field of the log, in words. */
export function ChangeValue({ field, value }: { field: string; value: unknown }): ReactNode {
  const { currency } = useStore();
  if (value === null || value === undefined || value === '') {
    return (
      <Text span c="dimmed" fz="inherit">
        {t.changeLog.unset}
      </Text>
    );
  }
  if (typeof value === 'boolean') return value ? t.changeLog.yes : t.changeLog.no;
  if (field === 'parentId' && typeof value === 'number') return <GroupName id={value} />;
  if (/priceListId$/i.test(field)) return <PriceListName id={String(value)} />;
  if (field === 'scopes') return scopesInWords(value as Scope[]);
  if (field === 'categoryAccess' && isFields(value)) return accessInWords(value);
  if (Array.isArray(value))
    return <Entries entries={value.map((entry) => inWords(entry, currency))} />;
  if (typeof value === 'number') return number(value);
  if (typeof value === 'string' && INSTANT.test(value)) return moment(value);
  // Of a product: prices of lists have the currency of their list.
  if (field === 'price') return money(String(value), currency);
  return inWords(value, currency);
}
