import { ActionIcon, Stack, Text, TextInput } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { catalogProductQuery } from '../../api/catalog-products';
import type { FieldFault } from '../../api/problem';
import { AddProduct } from '../../components/add-product';
import { useStore } from '../../session/store';
import { t } from '../../texts';
import type { Item } from './address';
import classes from './items.module.css';
import { faultAt } from './request';

/** More would make an address that is too long to be sent to somebody. */
const MOST = 50;

interface ItemsProps {
  items: readonly Item[];
  currency: string;
  faults: readonly FieldFault[];
  onChange: (items: readonly Item[]) => void;
}

/** What is bought, and how many of each. */
export function Items({ items, currency, faults, onChange }: ItemsProps) {
  const change = (index: number, changed: Partial<Item>) =>
    onChange(items.map((item, at) => (at === index ? { ...item, ...changed } : item)));
  const isFull = items.length >= MOST;
  return (
    <Stack>
      {items.length > 0 && (
        <ul className={classes.items}>
          {items.map((item, index) => (
            // Its place is what names an item: a product may come with several quantities.
            // biome-ignore lint/suspicious/noArrayIndexKey: see above
            <li key={index}>
              <ItemFields
                item={item}
                currency={currency}
                faults={faults}
                place={`/items/${index}`}
                onChange={(changed) => change(index, changed)}
                onRemove={() => onChange(items.filter((_, at) => at !== index))}
              />
            </li>
          ))}
        </ul>
      )}
      {isFull ? (
        <Text size="sm">{t.checker.tooMany(MOST)}</Text>
      ) : (
        <AddProduct
          label={t.prices.addProduct}
          onAdd={(productId) => onChange([...items, { productId, quantity: '1', unitPrice: '' }])}
        />
      )}
    </Stack>
  );
}

interface ItemFieldsProps {
  item: Item;
  currency: string;
  faults: readonly FieldFault[];
  place: string;
  onChange: (changed: Partial<Item>) => void;
  onRemove: () => void;
}

function ItemFields({ item, currency, faults, place, onChange, onRemove }: ItemFieldsProps) {
  const { id: store, currency: storeCurrency } = useStore();
  const { productId, quantity, unitPrice } = item;
  const product = useQuery(catalogProductQuery(store, productId));
  const hasNoPrice = product.isSuccess && (product.data?.price ?? null) === null;
  const isPriceAsked = hasNoPrice || unitPrice !== '' || currency !== storeCurrency;
  const name = product.data?.name || productId;
  return (
    <div className={classes.item}>
      <div className={classes.product}>
        <Text fw={600}>{name}</Text>
        <Text size="sm" c="dimmed">
          {[
            ...(name === productId ? [] : [productId]),
            ...(product.data === null ? [t.prices.notInCatalog] : []),
          ].join(' · ')}
        </Text>
      </div>
      <TextInput
        label={t.checker.quantity}
        inputMode="numeric"
        className={classes.quantity}
        value={quantity}
        error={faultAt(faults, `${place}/quantity`)}
        onChange={({ currentTarget }) => onChange({ quantity: currentTarget.value })}
      />
      {isPriceAsked && (
        <TextInput
          label={t.checker.unitPrice(currency)}
          inputMode="decimal"
          className={classes.price}
          value={unitPrice}
          error={faultAt(faults, `${place}/unitPrice`)}
          onChange={({ currentTarget }) => onChange({ unitPrice: currentTarget.value })}
        />
      )}
      <ActionIcon
        variant="default"
        size="lg"
        className={classes.remove}
        aria-label={t.checker.removeItem(name)}
        title={t.checker.removeItem(name)}
        onClick={onRemove}
      >
        <IconTrash size={16} aria-hidden />
      </ActionIcon>
    </div>
  );
}
