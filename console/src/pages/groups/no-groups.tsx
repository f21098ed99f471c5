import { Button } from '@mantine/core';
import { Empty } from '../../components/states';
import { t } from '../../texts';

export function NoGroups({
  isSearch,
  onCreate,
}: {
  isSearch: boolean;
  onCreate: (() => void) | undefined;
}) {
  if (isSearch) return <Empty title={t.groups.noMatch}>{t.groups.noMatchText}</Empty>;
  return (
    <Empty
      title={t.groups.empty}
      action={onCreate && <Button onClick={onCreate}>{t.groups.create}</Button>}
    >
      {t.groups.emptyText}
    </Empty>
  );
}
