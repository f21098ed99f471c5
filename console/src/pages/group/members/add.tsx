import { useState } from 'react';
import type { Group } from '../../../api/groups';
import { AddToGroup } from '../../../components/add-to-group';
import { CustomerSelect } from '../../../components/customer-select';
import { t } from '../../../texts';

interface AddMemberProps {
  group: Group;
  onClose: () => void;
}

export function AddMember({ group, onClose }: AddMemberProps) {
  const [customer, setCustomer] = useState<string | null>(null);
  return (
    <AddToGroup
      title={t.members.add}
      group={group.id}
      customer={customer}
      onClose={onClose}
      field={(isMissing) => (
        <CustomerSelect
          label={t.customers.find}
          description={t.customers.findHint}
          value={customer}
          onChange={setCustomer}
          error={isMissing ? t.members.chooseCustomer : undefined}
          withAsterisk
          data-autofocus
        />
      )}
    />
  );
}
