import { readAmount } from '../../amounts';
import type { FieldFault } from '../../api/problem';
import type { QuoteRequest } from '../../api/quotes';
import { moment } from '../../texts/format';
import type { Item } from './address';

interface Asked {
  customer?: string | undefined;
  groups: readonly number[];
  at?: string | undefined;
  currency?: string | undefined;
  items: readonly Item[];
}

/** What the service is asked; what is no number or amount goes as it is, and is refused there. */
export function requestOf(asked: Asked, storeCurrency: string): QuoteRequest {
  const { customer, groups, at, currency, items } = asked;
  return {
    ...(customer !== undefined && { customerId: customer }),
    ...(customer === undefined && groups.length > 0 && { groupIds: [...groups] }),
    ...(at !== undefined && { at }),
    ...(currency !== undefined && { currency }),
    explain: true,
    items: items.map(({ productId, quantity, unitPrice }) => ({
      productId,
      quantity: (/^\d+$/.test(quantity.trim()) ? Number(quantity) : quantity) as number,
      ...(unitPrice !== '' && {
        unitPrice: readAmount(unitPrice, currency ?? storeCurrency).amount ?? unitPrice,
      }),
    })),
  };
}

const INSTANT = /\d{4}-\d\d-\d\dT[\d:.]+Z/g;

/** With the times in them as people here write them. */
export const inWords = (faults: readonly FieldFault[]): FieldFault[] =>
  faults.map(({ place, message }) => ({ place, message: message.replace(INSTANT, moment) }));

/** The fault at a place of the question, or below it. */
export const faultAt = (faults: readonly FieldFault[], place: string): string | undefined =>
  faults.find((fault) => fault.place === place || fault.place.startsWith(`${place}/`))?.message;
