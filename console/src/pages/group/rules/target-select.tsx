import { useState } from 'react';
import { pathOf } from '../../../components/category-forest';
import { IdSelect } from '../../../components/id-select';
import { useProductOptions } from '../../../components/use-product-options';
import { t } from '../../../texts';
import { useCategories, useTarget } from './use-target';

const OFFERED = 20;

interface TargetSelectProps {
  value: string;
  error?: string | undefined;
  onChange: (id: string) => void;
}

export function ProductSelect(props: TargetSelectProps) {
  const [text, setText] = useState('');
  const { name } = useTarget({ type: 'product', productId: props.value });
  // The name of what is chosen stands in the field, and is not searched for.
  const offered = useProductOptions(text === name ? '' : text);
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
    .map((node) => ({ value: node.id, label: pathOf(node) }));
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
