import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { productSearchQuery } from '../../../api/catalog-products';
import { pathOf } from '../../../components/category-forest';
import { IdSelect } from '../../../components/id-select';
import { useStore } from '../../../session/store';
import { t } from '../../../texts';
import { useCategories, useTarget } from './use-target';

const OFFERED = 20;

interface TargetSelectProps {
  value: string;
  error?: string | undefined;
  onChange: (id: string) => void;
}

export function ProductSelect(props: TargetSelectProps) {
  const { id: store, can } = useStore();
  const [text, setText] = useState('');
  const { name } = useTarget({ type: 'product', productId: props.value });
  // The name of what is chosen stands in the field, and is not searched for.
  const [search] = useDebouncedValue(text === name ? '' : text.trim(), 200);
  const found = useQuery({
    ...productSearchQuery(store, search, OFFERED),
    enabled: can('pricing:read'),
    placeholderData: keepPreviousData,
  });
  const offered = (found.data?.data ?? []).map(({ id, name }) => ({
    id,
    label: name ? `${name} (${id})` : id,
  }));
  return (
    <IdSelect
      {...props}
      label={t.rules.product}
      valueLabel={name}
      offered={offered}
      search={text}
      onSearch={setText}
    />
  );
}

export function CategorySelect(props: TargetSelectProps) {
  const [text, setText] = useState('');
  const { name } = useTarget({ type: 'category', categoryId: props.value });
  const part = text === name ? '' : text.trim().toLocaleLowerCase();
  const nodes = useCategories()?.forest.inOrder ?? [];
  const offered = nodes
    .filter((node) => `${node.id}\n${pathOf(node)}`.toLocaleLowerCase().includes(part))
    .slice(0, OFFERED)
    .map((node) => ({ id: node.id, label: pathOf(node) }));
  return (
    <IdSelect
      {...props}
      label={t.rules.category}
      valueLabel={name}
      offered={offered}
      search={text}
      onSearch={setText}
    />
  );
}
