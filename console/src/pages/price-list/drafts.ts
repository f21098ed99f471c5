import { type AmountFault, isSameAmount, readAmount } from '../../amounts';
import { type PriceEntry, placeOf } from '../../api/prices';
import { t } from '../../texts';

/** A cell that is not saved yet. */
export interface Draft extends PriceEntry {
  /** What was typed. */
  text: string;
  /** Why it cannot be saved. */
  fault?: string | undefined;
}

/** By their places in the list, on whatever page they are. */
export type Drafts = ReadonlyMap<string, Draft>;

export interface Edit {
  productId: string;
  minQuantity: number;
  /** Empty: the price goes. */
  text: string;
  /** What is saved there. */
  saved: string | undefined;
}

const WORDS: { [Kind in AmountFault['kind']]: (fault: AmountFault) => string } = {
  none: () => t.prices.faultNone,
  ambiguous: () => t.prices.faultAmbiguous,
  digits: (fault) => t.prices.faultDigits(fault.kind === 'digits' ? fault.most : 0),
};

export const faultInWords = (fault: AmountFault): string => WORDS[fault.kind](fault);

/**
 * A cell that becomes what is saved is no draft any more.
 * @param sending the places that are being saved: soon something else is saved there
 */
export function withEdits(
  drafts: Drafts,
  edits: readonly Edit[],
  { currency, sending }: { currency: string; sending: ReadonlySet<string> },
): Drafts {
  const next = new Map(drafts);
  for (const { text, saved, ...cell } of edits) {
    const place = placeOf(cell);
    const typed = text.trim();
    if (typed === '') {
      if (saved === undefined && !sending.has(place)) next.delete(place);
      else next.set(place, { ...cell, text: '', amount: null });
      continue;
    }
    const { amount, fault } = readAmount(typed, currency);
    if (fault) next.set(place, { ...cell, text: typed, amount: null, fault: faultInWords(fault) });
    else if (saved !== undefined && isSameAmount(amount, saved) && !sending.has(place)) {
      next.delete(place);
    } else next.set(place, { ...cell, text: amount, amount });
  }
  return next;
}

export function without(drafts: Drafts, places: Iterable<string>): Drafts {
  const next = new Map(drafts);
  for (const place of places) next.delete(place);
  return next;
}

/** What was edited while it was saved is still to be saved. */
export function withoutSaved(drafts: Drafts, sent: readonly PriceEntry[]): Drafts {
  const isSent = (entry: PriceEntry): boolean => {
    const draft = drafts.get(placeOf(entry));
    // What cannot be saved has no amount, as what is removed has none.
    return draft?.amount === entry.amount && (entry.amount !== null || draft.text === '');
  };
  return without(drafts, sent.filter(isSent).map(placeOf));
}

/** With what the service refuses of them, by the number of the entry that was sent. */
export function withFaults(
  drafts: Drafts,
  sent: readonly PriceEntry[],
  faults: ReadonlyMap<number, string>,
): Drafts {
  const next = new Map(drafts);
  for (const [index, fault] of faults) {
    const entry = sent[index];
    const draft = entry && next.get(placeOf(entry));
    if (draft && draft.amount === entry.amount) next.set(placeOf(entry), { ...draft, fault });
  }
  return next;
}

/** The faults of entries, from pointers such as `/prices/17/amount`. */
export function faultsByEntry(
  faults: readonly { place: string; message: string }[],
): Map<number, string> {
  const byEntry = new Map<number, string>();
  for (const { place, message } of faults) {
    const [, index] = /^\/prices\/(\d+)(?:\/|$)/.exec(place) ?? [];
    if (index !== undefined && !byEntry.has(Number(index))) byEntry.set(Number(index), message);
  }
  return byEntry;
}
