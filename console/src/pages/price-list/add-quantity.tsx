import { Button, Popover, Stack, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { MAX_QUANTITY } from '../../../../src/core/limits.js';
import { t } from '../../texts';

interface AddQuantityProps {
  quantities: readonly number[];
  onAdd: (minQuantity: number) => void;
}

/** Makes a column for the prices from a quantity on. */
export function AddQuantity({ quantities, onAdd }: AddQuantityProps) {
  const [isOpen, setOpen] = useState(false);
  const [text, setText] = useState('');
  const [error, setError] = useState<string>();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const quantity = /^\d{1,9}$/.test(text.trim()) ? Number(text) : 0;
    if (quantity < 1 || quantity > MAX_QUANTITY) {
      setError(t.prices.quantityInvalid(MAX_QUANTITY));
    } else if (quantities.includes(quantity)) setError(t.prices.quantityThere);
    else {
      onAdd(quantity);
      setText('');
      setError(undefined);
      setOpen(false);
    }
  };
  return (
    <Popover opened={isOpen} onChange={setOpen} trapFocus position="bottom-end" withArrow>
      <Popover.Target>
        <Button
          variant="default"
          leftSection={<IconPlus size={16} aria-hidden />}
          onClick={() => setOpen(!isOpen)}
        >
          {t.prices.addQuantity}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t.prices.addQuantity}>
        <form onSubmit={submit} noValidate>
          <Stack gap="sm">
            <TextInput
              label={t.prices.quantity}
              inputMode="numeric"
              value={text}
              error={error}
              data-autofocus
              onChange={({ currentTarget }) => {
                setText(currentTarget.value);
                setError(undefined);
              }}
            />
            <Button type="submit">{t.prices.add}</Button>
          </Stack>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
