import { SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import type { FieldFault } from '../../api/problem';
import { CustomerSelect } from '../../components/customer-select';
import { GroupsSelect } from '../../components/groups-select';
import { useStore } from '../../session/store';
import { t } from '../../texts';
import { faultAt } from './request';

export type As = 'customer' | 'groups' | 'guest';

interface WhoProps {
  as: As;
  customer: string | undefined;
  groups: readonly number[];
  faults: readonly FieldFault[];
  onAs: (as: As) => void;
  onCustomer: (customer: string | undefined) => void;
  onGroups: (groups: readonly number[]) => void;
}

/** Whose price it is. */
export function Who({ as, customer, groups, faults, ...on }: WhoProps) {
  return (
    <Stack>
      <SegmentedControl
        aria-label={t.checker.whoAs}
        value={as}
        onChange={(value) => on.onAs(value as As)}
        data={[
          { value: 'customer', label: t.checker.customer },
          { value: 'groups', label: t.checker.groups },
          { value: 'guest', label: t.checker.guest },
        ]}
      />
      {as === 'customer' && (
        <CustomerField
          value={customer}
          onChange={on.onCustomer}
          error={faultAt(faults, '/customerId')}
        />
      )}
      {as === 'groups' && (
        <GroupsSelect value={groups} onChange={on.onGroups} error={faultAt(faults, '/groupIds')} />
      )}
      {as === 'guest' && (
        <Text size="sm" c="dimmed">
          {t.checker.guestHint}
        </Text>
      )}
    </Stack>
  );
}

interface CustomerFieldProps {
  value: string | undefined;
  onChange: (customer: string | undefined) => void;
  error: string | undefined;
}

/** Whoever may know prices, and no customers, types an id. */
function CustomerField({ value, onChange, error }: CustomerFieldProps) {
  const { can } = useStore();
  if (can('customers:read')) {
    return (
      <CustomerSelect
        label={t.checker.customerField}
        description={t.checker.customerHint}
        error={error}
        value={value}
        onChange={(id) => onChange(id ?? undefined)}
      />
    );
  }
  return (
    <TextInput
      label={t.checker.customerId}
      error={error}
      defaultValue={value}
      onBlur={({ currentTarget }) => onChange(currentTarget.value.trim() || undefined)}
    />
  );
}
