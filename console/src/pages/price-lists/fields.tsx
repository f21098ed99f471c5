import { TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { MAX_NAME } from '../../../../src/core/limits.js';
import type { PriceList } from '../../api/price-list';
import { CurrencySelect } from '../../components/currency-select';
import { MomentField } from '../../components/moment-field';
import { isMoment } from '../../local-time';
import { t } from '../../texts';
import { timeZone } from '../../texts/format';

export type ListValues = Pick<PriceList, 'name' | 'currency' | 'startsAt' | 'endsAt'>;

const checkMoment = (at: string | null) => (isMoment(at) ? null : t.window.noTime);

export const validate = {
  name: (name: string) => (name.trim() === '' ? t.priceLists.nameRequired : null),
  startsAt: checkMoment,
  endsAt: checkMoment,
};

type Field = 'name' | 'currency' | 'startsAt' | 'endsAt';

interface ListFieldsProps {
  inputProps: (field: Field) => ReturnType<UseFormReturnType<ListValues>['getInputProps']>;
}

/** What a price list is, for making one and for changing it. */
export function ListFields({ inputProps }: ListFieldsProps) {
  return (
    <>
      <TextInput
        label={t.priceLists.name}
        maxLength={MAX_NAME}
        withAsterisk
        data-autofocus
        {...inputProps('name')}
      />
      <CurrencySelect
        label={t.priceLists.currency}
        description={t.priceLists.currencyHint}
        {...inputProps('currency')}
      />
      <div className="columns">
        <MomentField label={t.priceLists.startsAt} {...inputProps('startsAt')} />
        <MomentField label={t.priceLists.endsAt} {...inputProps('endsAt')} />
      </div>
    </>
  );
}

export const windowHint = (): string => t.priceLists.windowHint(timeZone);
