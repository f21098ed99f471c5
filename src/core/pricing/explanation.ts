import type { Money } from '../money.js';
import { type Absent, absentGroups } from './audience.js';
import type { Exact, Round } from './exact.js';
import { ignoredBy } from './ignored.js';
import type { PricingInput } from './input.js';
import { appliedBy, type Offer, priceOf, type Winner } from './offer.js';
import type { Candidate, CandidateReason } from './quote.js';
import type { Subject } from './subject.js';

type Explainer = (subject: Subject, winner: Winner) => readonly Candidate[];

/** Tells of the items of one quote who else was in it, and why they did not win. */
export function explainer(input: PricingInput, offers: readonly Offer[], round: Round): Explainer {
  const absent = absentGroups(input).map(absentCandidate);
  const rounded = (price: Exact | null) => (price === null ? null : round(price));
  return (subject, winner) => {
    const groups = offers.map((offer): Candidate => {
      const applied = appliedBy(offer, subject);
      return {
        groupId: offer.terms.groupId,
        ...applied,
        ...outcome(rounded(priceOf(offer, subject)), offer, winner),
        ignored: ignoredBy(offer, input, subject, applied),
      };
    });
    const { base } = subject;
    const withoutGroup: Candidate = {
      groupId: null,
      base,
      priceListId: null,
      rule: null,
      ...outcome(winner.listPrice, null, winner),
      ignored: [],
    };
    return [...[...groups, ...absent].sort(byGroup), withoutGroup];
  };
}

const byGroup = (a: Candidate, b: Candidate): number => (a.groupId ?? 0) - (b.groupId ?? 0);

const absentCandidate = ({ groupId, reason }: Absent): Candidate => ({
  groupId,
  base: null,
  priceListId: null,
  rule: null,
  unitPrice: null,
  chosen: false,
  reason,
  ignored: [],
});

/** The group with the lowest id has a price that several give; without any group comes before. */
function outcome(
  unitPrice: Money | null,
  offer: Offer | null,
  winner: Winner,
): Pick<Candidate, 'unitPrice' | 'chosen' | 'reason'> {
  const chosen = unitPrice !== null && offer === winner.offer;
  const reason = (): CandidateReason => {
    if (unitPrice === null) return 'no price in this currency';
    if (chosen) return 'lowest price';
    return unitPrice === winner.price ? 'same as the lowest price' : 'not the lowest';
  };
  return { unitPrice, chosen, reason: reason() };
}
