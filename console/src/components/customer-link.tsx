import { Stack, Text } from '@mantine/core';
import type { Customer } from '../api/customers';
import { useStore } from '../session/store';
import { Link } from './link';

export type NamedCustomer = Pick<Customer, 'id' | 'name' | 'email'>;

/** What people call a customer: the name, or else what there is. */
export const nameOf = ({ id, name, email }: NamedCustomer): string => name || email || id;

/** A customer by name, with id and e-mail below. */
export function CustomerLink({ customer }: { customer: NamedCustomer }) {
  const { id: store, can } = useStore();
  const { id, email } = customer;
  const name = nameOf(customer);
  const below = [id, email].filter((text) => text && text !== name).join(' · ');
  return (
    <Stack gap={2} miw={0}>
      {can('customers:read') ? (
        <Link to="/stores/$store/customers/$customer" params={{ store, customer: id }} fw={600}>
          {name}
        </Link>
      ) : (
        <Text fw={600}>{name}</Text>
      )}
      {below && (
        <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {below}
        </Text>
      )}
    </Stack>
  );
}
