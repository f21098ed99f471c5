import { Button, Stack } from '@mantine/core';
import type { FieldFault } from '../../api/problem';
import { CurrencySelect } from '../../components/currency-select';
import { MomentField } from '../../components/moment-field';
import { t } from '../../texts';
import { timeZone } from '../../texts/format';
import { faultAt } from './request';

interface WhenProps {
  at: string | undefined;
  currency: string;
  faults: readonly FieldFault[];
  onAt: (at: string | undefined) => void;
  onCurrency: (currency: string) => void;
}

/** As of which moment, and in which currency. */
export function When({ at, currency, faults, onAt, onCurrency }: WhenProps) {
  return (
    <Stack>
      <MomentField
        label={t.checker.at}
        description={t.checker.atHint(timeZone)}
        value={at ?? null}
        error={faultAt(faults, '/at')}
        onChange={(instant) => onAt(instant ?? undefined)}
      />
      {at !== undefined && (
        <Button variant="default" onClick={() => onAt(undefined)}>
          {t.checker.now}
        </Button>
      )}
      <CurrencySelect
        label={t.checker.currency}
        value={currency}
        error={faultAt(faults, '/currency')}
        onChange={onCurrency}
      />
    </Stack>
  );
}
