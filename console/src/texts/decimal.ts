import { currencyDigits } from '../../../src/core/limits.js';

/** Of a decimal string, exactly, without the name of its currency: for cells of a table. */
export const decimal = (amount: string, currency: string): string =>
  new Intl.NumberFormat(undefined, {
    minimumFractionDigits: currencyDigits(currency),
    maximumFractionDigits: 4,
  }).format(amount as `${number}`);
