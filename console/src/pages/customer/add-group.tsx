import { useState } from 'react';
import type { Customer } from '../../api/customers';
import { AddToGroup } from '../../components/add-to-group';
import { GroupSelect } from '../../components/group-select';
import { t } from '../../texts';

interface AddGroupProps {
  customer: Customer;
  onClose: () => void;
}

export function AddGroup({ customer, onClose }: AddGroupProps) {
  const [group, setGroup] = useState<number | null>(null);
  return (
    <AddToGroup
      title={t.customer.addGroup}
      group={group}
      customer={customer.id}
      onClose={onClose}
      field={(isMissing) => (
        <GroupSelect
          label={t.customer.group}
          value={group}
          onChange={setGroup}
          placeholder=""
          withAsterisk
          data-autofocus
          error={isMissing ? t.members.chooseGroup : undefined}
        />
      )}
    />
  );
}
