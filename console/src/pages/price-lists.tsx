import { Button, Group as Row, Stack } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import { Page } from '../components/page';
import { SearchField } from '../components/search-field';
import { useDialogStep } from '../components/use-dialog-step';
import { useStore } from '../session/store';
import { t } from '../texts';
import { CreatePriceList } from './price-lists/create';
import { PriceListList } from './price-lists/list';

const route = getRouteApi('/signed-in/stores/$store/price-lists');

export function PriceListsPage() {
  const { can } = useStore();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const mayWrite = can('pricing:write');
  const setCreating = useDialogStep(
    search.create,
    (create, step) => void navigate({ search: (before) => ({ ...before, create }), ...step }),
  );
  return (
    <Page
      title={t.priceLists.title}
      actions={
        mayWrite && (
          <Button
            leftSection={<IconPlus size={16} aria-hidden />}
            onClick={() => setCreating('true')}
          >
            {t.priceLists.create}
          </Button>
        )
      }
    >
      <Stack className="card">
        <Row>
          <SearchField
            label={t.priceLists.search}
            value={search.search}
            onSearch={(text) =>
              void navigate({
                search: ({ sort }) => ({ sort, search: text }),
                replace: search.search !== undefined,
              })
            }
          />
        </Row>
        <PriceListList onCreate={() => setCreating('true')} />
      </Stack>
      {search.create && mayWrite && <CreatePriceList onClose={() => setCreating(undefined)} />}
    </Page>
  );
}
