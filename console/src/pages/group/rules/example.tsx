import { Text } from '@mantine/core';
import { useStore } from '../../../session/store';
import { t } from '../../../texts';
import { money } from '../../../texts/format';
import { priceAfter, type Rule } from './rule';

interface ExampleProps {
  rule: Rule;
  /** The price before. */
  of: string;
}

/** Such as "100.00 → 95.00": what a rule makes of a price. */
export function Example({ rule, of }: ExampleProps) {
  const { currency } = useStore();
  const after = priceAfter(rule, of, currency);
  if (after === undefined) return null;
  const [from, to] = [money(of, currency), money(after, currency)];
  return (
    <Text component="span" size="sm" style={{ whiteSpace: 'nowrap' }}>
      <span aria-hidden>
        {from} → <strong>{to}</strong>
      </span>
      <span className="hidden-but-read">{t.rules.exampleInWords(from, to)}</span>
    </Text>
  );
}
