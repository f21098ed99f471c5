import { Button, Group as Row, Text } from '@mantine/core';
import { IconPencil, IconTrash, IconUpload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { priceListQuery } from '../api/price-list';
import { asProblem } from '../api/problem';
import { Page } from '../components/page';
import { Loaded, NotFound } from '../components/states';
import { useStore } from '../session/store';
import { t } from '../texts';
import { PriceEditor } from './price-list/editor';
import { ExportPrices } from './price-list/export';
import { ImportPrices } from './price-list/import';
import { DeletePriceList } from './price-lists/delete';
import { EditPriceList } from './price-lists/edit';
import { UsedBy } from './price-lists/used-by';
import { ListState, windowInWords } from './price-lists/window';

const route = getRouteApi('/signed-in/stores/$store/price-lists/$list');

/** One price list: its prices, and what can be done with it. */
export function PriceListPage() {
  const { id: store, can } = useStore();
  const { list: id } = route.useParams();
  const navigate = useNavigate();
  const list = useQuery(priceListQuery(store, id));
  const [asked, setAsked] = useState<'edit' | 'delete' | 'import'>();
  if (asProblem(list.error).status === 404) return <NotFound />;
  const close = () => setAsked(undefined);
  return (
    <Loaded query={list}>
      {({ data }) => (
        <Page
          title={data.name}
          marks={<ListState list={data} />}
          hint={`${data.currency} · ${windowInWords(data)}`}
          actions={
            <>
              <ExportPrices list={data} />
              {can('pricing:write') && (
                <>
                  <Button
                    variant="default"
                    leftSection={<IconUpload size={16} aria-hidden />}
                    onClick={() => setAsked('import')}
                  >
                    {t.prices.import}
                  </Button>
                  <Button
                    variant="default"
                    leftSection={<IconPencil size={16} aria-hidden />}
                    onClick={() => setAsked('edit')}
                  >
                    {t.priceLists.edit}
                  </Button>
                  <Button
                    variant="outline"
                    color="red"
                    leftSection={<IconTrash size={16} aria-hidden />}
                    onClick={() => setAsked('delete')}
                  >
                    {t.priceLists.delete}
                  </Button>
                </>
              )}
            </>
          }
        >
          {can('groups:read') && (
            <Row gap="xs">
              <Text size="sm" c="dimmed">
                {t.priceLists.usedBy}
              </Text>
              <UsedBy list={data.id} />
            </Row>
          )}
          <PriceEditor key={data.id} list={data} />
          {asked === 'import' && <ImportPrices list={data} onClose={close} />}
          {asked === 'edit' && <EditPriceList list={data.id} onClose={close} />}
          {asked === 'delete' && (
            <DeletePriceList
              list={data}
              onClose={close}
              onDeleted={() =>
                void navigate({ to: '/stores/$store/price-lists', params: { store } })
              }
            />
          )}
        </Page>
      )}
    </Loaded>
  );
}
