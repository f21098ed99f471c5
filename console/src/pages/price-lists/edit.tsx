import { Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDebouncedValue } from '@mantine/hooks';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import {
  listPatchImpactQuery,
  type PriceListPatch,
  priceListQuery,
  type TaggedPriceList,
  updatePriceList,
} from '../../api/price-list';
import { asProblem } from '../../api/problem';
import { inStore } from '../../api/stores';
import { Dialog } from '../../components/dialog';
import { DialogForm } from '../../components/dialog-form';
import { notifyFailure, notifyUndoable } from '../../components/notify';
import { SaveFailure } from '../../components/save-failure';
import { Loaded } from '../../components/states';
import { useBase } from '../../components/use-base';
import { useStore } from '../../session/store';
import { t } from '../../texts';
import { ListFields, type ListValues, validate, windowHint } from './fields';

interface EditPriceListProps {
  list: string;
  onClose: () => void;
}

export function EditPriceList({ list, onClose }: EditPriceListProps) {
  const { id: store } = useStore();
  const read = useQuery({ ...priceListQuery(store, list), staleTime: 0 });
  return (
    <Dialog onClose={onClose} title={t.priceLists.edit}>
      <Loaded query={read}>{(newest) => <Form newest={newest} onClose={onClose} />}</Loaded>
    </Dialog>
  );
}

const valuesOf = ({ data: { name, currency, startsAt, endsAt } }: TaggedPriceList): ListValues => ({
  name,
  currency,
  startsAt,
  endsAt,
});

const differences = (base: TaggedPriceList, values: ListValues): PriceListPatch => {
  const wanted = { ...values, name: values.name.trim() };
  const names = Object.keys(wanted) as (keyof ListValues)[];
  return Object.fromEntries(
    names.filter((name) => wanted[name] !== base.data[name]).map((name) => [name, wanted[name]]),
  );
};

function Form({ newest, onClose }: { newest: TaggedPriceList; onClose: () => void }) {
  const store = useStore();
  const client = useQueryClient();
  const form = useForm<ListValues>({ initialValues: valuesOf(newest), validate });
  const isOther = (than: TaggedPriceList) =>
    Object.keys(differences(than, form.getValues())).length > 0;
  // The first state may be an old one: what is being read now comes after it.
  const [base, reset] = useBase(newest, isOther, (to) => form.setValues(valuesOf(to)));
  const list = base.data.id;
  const patch = differences(base, form.getValues());
  const isChanged = isOther(base);
  const [settled] = useDebouncedValue(JSON.stringify(patch), 400);
  const impact = useQuery({
    ...listPatchImpactQuery(store.id, { list, patch: JSON.parse(settled) as PriceListPatch }),
    enabled: settled !== '{}' && isChanged && form.getValues().name.trim() !== '',
  });
  const saving = useMutation({
    mutationFn: async ({ force }: { force: boolean }) => {
      const requestId = crypto.randomUUID();
      const tag = force ? undefined : base.tag;
      const saved = await updatePriceList(store.id, { list, patch, tag, requestId });
      return { saved, requestId };
    },
    onSuccess: async ({ saved, requestId }) => {
      const message = t.priceLists.saved(saved.data.name);
      notifyUndoable({ message, store, requestIds: [requestId], client });
      onClose();
      await client.invalidateQueries({ queryKey: inStore(store.id) });
    },
    onError: (error) => form.setErrors(asProblem(error).byField),
  });
  const reload = async () => {
    const current = await client.fetchQuery({ ...priceListQuery(store.id, list), staleTime: 0 });
    saving.reset();
    reset(current);
  };
  const problem = saving.error ? asProblem(saving.error) : undefined;
  const refusal = isChanged && impact.error ? asProblem(impact.error) : undefined;
  const isFixed = (problem ?? refusal)?.code === 'currency_fixed';
  const errors: Record<string, string> = {
    ...refusal?.byField,
    ...(isFixed && { currency: t.priceLists.currencyFixed }),
  };
  /** The fields also say what the service would refuse. */
  const inputProps = (field: keyof ListValues) => {
    const props = form.getInputProps(field);
    return { ...props, error: props.error ?? errors[field] };
  };
  return (
    <DialogForm
      submit={t.actions.save}
      isWorking={saving.isPending}
      disabled={!isChanged || problem?.isStale === true}
      onSubmit={form.onSubmit(() => saving.mutate({ force: false }))}
      onClose={onClose}
    >
      <ListFields inputProps={inputProps} />
      <Text size="sm" c="dimmed">
        {windowHint()}
      </Text>
      {!isFixed && (
        <SaveFailure
          error={saving.error}
          onReload={() => void reload().catch(notifyFailure)}
          onOverwrite={() => saving.mutate({ force: true })}
        />
      )}
      {isChanged && !problem && impact.data && settled === JSON.stringify(patch) && (
        <Text size="sm" role="status">
          {t.prices.impact(impact.data.prices, impact.data.customers)}
        </Text>
      )}
    </DialogForm>
  );
}
