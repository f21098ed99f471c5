import { Text } from '@mantine/core';
import { t } from '../texts';

/** More than these say less. */
const SHOWN = 30;

interface CategoryNamesProps {
  ids: readonly string[];
  /** By id, as far as they are known; the others are shown by their ids. */
  names: ReadonlyMap<string, string>;
}

export function CategoryNames({ ids, names }: CategoryNamesProps) {
  if (ids.length === 0) return null;
  const shown = ids.slice(0, SHOWN).map((id) => names.get(id) ?? id);
  if (ids.length > SHOWN) shown.push(t.more(ids.length - SHOWN));
  return (
    <Text size="sm" c="dimmed">
      {shown.join(', ')}
    </Text>
  );
}
