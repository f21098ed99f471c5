import { Button } from '@mantine/core';
import { Empty } from '../../components/states';
import { t } from '../../texts';

interface NoCustomersProps {
  isFiltered: boolean;
  onCreate: (() => void) | undefined;
}

export function NoCustomers({ isFiltered, onCreate }: NoCustomersProps) {
  if (isFiltered) return <Empty title={t.customers.noMatch}>{t.customers.noMatchText}</Empty>;
  return (
    <Empty
      title={t.customers.empty}
      action={onCreate && <Button onClick={onCreate}>{t.customers.create}</Button>}
    >
      {t.customers.emptyText}
    </Empty>
  );
}
