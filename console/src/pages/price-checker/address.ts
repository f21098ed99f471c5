/*
 * The question of the price checker as the address of the page has it. Fields hold what was typed,
 * so that what is wrong with it is said by the service, at the field.
 */

export interface Item {
  productId: string;
  quantity: string;
  /** Empty: the catalog's. */
  unitPrice: string;
}

/** Without the characters that part an item from the next, and its parts from each other. */
const escaped = (text: string): string => encodeURIComponent(text).replaceAll('*', '%2A');

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** `33*2,44*1@9.50`: product, quantity, and a price of its own. */
export const writeItems = (items: readonly Item[]): string =>
  items
    .map(
      ({ productId, quantity, unitPrice }) =>
        escaped(productId) +
        (quantity === '1' ? '' : `*${escaped(quantity)}`) +
        (unitPrice === '' ? '' : `@${escaped(unitPrice)}`),
    )
    .join(',');

export const readItems = (text: string | undefined): Item[] =>
  (text ?? '').split(',').flatMap((part) => {
    const [, productId = '', quantity, unitPrice = ''] =
      /^([^*@]*)(?:\*([^@]*))?(?:@(.*))?$/.exec(part) ?? [];
    if (productId === '') return [];
    return [
      {
        productId: unescaped(productId),
        quantity: quantity === undefined ? '1' : unescaped(quantity),
        unitPrice: unescaped(unitPrice),
      },
    ];
  });

/** Ids with commas; what is none is left out. */
export const readGroups = (text: string | undefined): number[] => [
  ...new Set(
    (text ?? '')
      .split(',')
      .map(Number)
      .filter((id) => Number.isSafeInteger(id) && id > 0),
  ),
];
