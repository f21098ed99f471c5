import { Button } from '@mantine/core';
import { Empty } from './states';

interface EmptyListProps {
  words: {
    noMatch: string;
    noMatchText: string;
    empty: string;
    emptyText: string;
    create?: string;
  };
  /** Whether something was searched for. */
  isSearch: boolean;
  /** For whoever may. */
  onCreate?: (() => void) | undefined;
}

/** Where a list has no rows: nothing matches, or there is nothing yet. */
export function EmptyList({ words, isSearch, onCreate }: EmptyListProps) {
  if (isSearch) return <Empty title={words.noMatch}>{words.noMatchText}</Empty>;
  return (
    <Empty
      title={words.empty}
      action={onCreate && <Button onClick={onCreate}>{words.create}</Button>}
    >
      {words.emptyText}
    </Empty>
  );
}
