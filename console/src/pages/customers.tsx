import { Button, Checkbox, Group as Row, Stack } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import { GroupSelect } from '../components/group-select';
import { Page } from '../components/page';
import { SearchField } from '../components/search-field';
import { useDialogStep } from '../components/use-dialog-step';
import { useStore } from '../session/store';
import { t } from '../texts';
import { CreateCustomer } from './customers/create';
import { CustomerList } from './customers/list';

const route = getRouteApi('/signed-in/stores/$store/customers');

export function CustomersPage() {
  const { can } = useStore();
  const { search, group, withoutGroup, create } = route.useSearch();
  const navigate = route.useNavigate();
  const setCreating = useDialogStep(
    create,
    (create, step) => void navigate({ search: (before) => ({ ...before, create }), ...step }),
  );
  return (
    <Page
      title={t.customers.title}
      actions={
        can('customers:write') && (
          <Button
            leftSection={<IconPlus size={16} aria-hidden />}
            onClick={() => setCreating('true')}
          >
            {t.customers.create}
          </Button>
        )
      }
    >
      <Stack className="card">
        <Row gap="sm" align="flex-end">
          <SearchField
            label={t.customers.search}
            value={search}
            onSearch={(text) =>
              void navigate({
                search: { search: text, group, withoutGroup },
                replace: search !== undefined,
              })
            }
          />
          {can('groups:read') && (
            <GroupSelect
              label={t.customers.group}
              placeholder={t.customers.anyGroup}
              value={group === undefined ? null : Number(group)}
              disabled={withoutGroup !== undefined}
              onChange={(chosen) =>
                void navigate({
                  search: { search, group: chosen === null ? undefined : String(chosen) },
                })
              }
            />
          )}
          <Checkbox
            label={t.customers.withoutGroup}
            checked={withoutGroup !== undefined}
            mb={8}
            onChange={({ currentTarget }) =>
              void navigate({
                search: { search, withoutGroup: currentTarget.checked ? 'true' : undefined },
              })
            }
          />
        </Row>
        <CustomerList onCreate={() => setCreating('true')} />
      </Stack>
      {create && can('customers:write') && (
        <CreateCustomer onClose={() => setCreating(undefined)} />
      )}
    </Page>
  );
}
