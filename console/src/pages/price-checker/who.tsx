import { SegmentedControl, Stack, Text } from '@mantine/core';
import type { FieldFault } from '../../api/problem';
import { CustomerPicker } from '../../components/customer-picker';
import { GroupsPicker } from '../../components/groups-picker';
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
        <CustomerPicker
          value={customer}
          onChange={on.onCustomer}
          error={faultAt(faults, '/customerId')}
        />
      )}
      {as === 'groups' && (
        <GroupsPicker value={groups} onChange={on.onGroups} error={faultAt(faults, '/groupIds')} />
      )}
      {as === 'guest' && (
        <Text size="sm" c="dimmed">
          {t.checker.guestHint}
        </Text>
      )}
    </Stack>
  );
}
