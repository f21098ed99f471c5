import type { Change } from '../api/changes';
import { t } from '../texts';
import { moment, money, percentage } from '../texts/format';

/** What became of one field: lines of text, since much of it are lists. */
export interface FieldChange {
  field: string;
  before: readonly string[];
  after: readonly string[];
  /** Lines that are on both sides, and are not among the others. */
  unchanged: number;
  /** The same lines in another order. */
  isReordered: boolean;
}

/** Nobody has set these. */
const BOOKKEEPING = new Set([
  ...['id', 'storeId', 'publicId', 'version', 'createdAt', 'updatedAt', 'memberCount'],
  // These are told in a list of their own.
  'customerIds',
]);

type State = Readonly<Record<string, unknown>>;

/** What differs between the two states of a change, by field. */
export function fieldChanges(change: Pick<Change, 'before' | 'after'>, currency: string) {
  const before: State = change.before ?? {};
  const after: State = change.after ?? {};
  const fields = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...fields]
    .filter((field) => !BOOKKEEPING.has(field))
    .map((field) =>
      compared(field, linesOf(field, before, currency), linesOf(field, after, currency)),
    )
    .filter(
      ({ before, after, isReordered }) => before.length > 0 || after.length > 0 || isReordered,
    );
}

function compared(field: string, before: readonly string[], after: readonly string[]): FieldChange {
  const [had, has] = [new Set(before), new Set(after)];
  const gone = before.filter((line) => !has.has(line));
  const come = after.filter((line) => !had.has(line));
  const isSame = gone.length === 0 && come.length === 0;
  return {
    field,
    before: gone,
    after: come,
    unchanged: isSame ? 0 : before.length - gone.length,
    isReordered: isSame && before.join('\n') !== after.join('\n'),
  };
}

/** The customers that came or went with a change of members. */
export const customersOf = ({ before, after }: Pick<Change, 'before' | 'after'>): string[] => {
  const { customerIds } = (after ?? before ?? {}) as { customerIds?: unknown };
  return Array.isArray(customerIds) ? customerIds.map(String) : [];
};

function linesOf(field: string, state: State, currency: string): string[] {
  const value = state[field];
  if (value === null || value === undefined || value === '') return [];
  if (field === 'discountRules' && Array.isArray(value)) {
    return value.map((rule: Rule) => ruleInWords(rule, currency));
  }
  if (field === 'categoryAccess') return accessLines(value as Access);
  if (typeof value === 'boolean') return [value ? t.history.yes : t.history.no];
  if (typeof value === 'string' && field.endsWith('At')) return [moment(value)];
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === 'object') {
    return Object.entries(value).map(([name, part]) => `${name}: ${plain(part)}`);
  }
  return [plain(value)];
}

const plain = (value: unknown): string =>
  typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);

interface Access {
  type?: string;
  categories?: readonly string[];
}

const accessLines = ({ type = '', categories = [] }: Access): string[] => [
  t.history.access[type] ?? type,
  ...categories.map((id) => t.history.ofCategory(id)),
];

interface Rule {
  type?: string;
  productId?: string;
  categoryId?: string;
  method?: string;
  amount?: string;
}

/** Rules as any API has left them in the log. */
function ruleInWords(rule: Rule, currency: string): string {
  const { productId, categoryId, method = '', amount = '' } = rule;
  const says = t.rules.does[method as keyof typeof t.rules.does];
  if (!says) return JSON.stringify(rule);
  const what = says(method === 'percent' ? percentage(amount) : money(amount, currency));
  const target =
    productId !== undefined
      ? t.history.ofProduct(productId)
      : categoryId !== undefined
        ? t.history.ofCategory(categoryId)
        : t.history.ofEverything;
  return t.history.rule(what, target);
}
