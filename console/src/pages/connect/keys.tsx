import { Button, Group as Row, Stack } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { type Key, keysQuery, revokeKey } from '../../api/keys';
import { inStore } from '../../api/stores';
import { Ask } from '../../components/ask';
import { DataTable } from '../../components/data-table';
import { notifyDone } from '../../components/notify';
import { Section } from '../../components/page';
import { Pager } from '../../components/pager';
import { Empty, Loaded } from '../../components/states';
import { useDialogStep } from '../../components/use-dialog-step';
import { useStore } from '../../session/store';
import { t } from '../../texts';
import { ago } from '../../texts/format';
import { CreateKey } from './create-key';
import { keyColumns } from './key-columns';

const route = getRouteApi('/signed-in/stores/$store/connect/keys');
const PAGE = 25;

export function Keys() {
  const { id, can } = useStore();
  const { cursor, create } = route.useSearch();
  const navigate = route.useNavigate();
  const query = { limit: PAGE, ...(cursor && { cursor }) };
  const keys = useQuery({ ...keysQuery(id, query), placeholderData: keepPreviousData });
  const [revoking, setRevoking] = useState<Key>();
  const setCreating = useDialogStep(
    create,
    (wanted, step) => void navigate({ search: { cursor, create: wanted }, ...step }),
  );
  const button = (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setCreating('true')}>
      {t.keys.create}
    </Button>
  );
  return (
    <Section title={t.keys.title} hint={t.keys.hint} actions={can('store:admin') && button}>
      <Loaded query={keys}>
        {({ data, nextCursor }) =>
          data.length === 0 ? (
            <Empty title={t.keys.empty}>{t.keys.emptyText}</Empty>
          ) : (
            <Stack>
              <DataTable
                caption={t.keys.title}
                columns={[
                  ...keyColumns,
                  {
                    title: t.keys.revoke,
                    isAction: true,
                    render: (key) => (
                      <Row justify="flex-end">
                        <Button
                          size="xs"
                          variant="outline"
                          color="red"
                          aria-label={t.keys.revokeWhich(key.name)}
                          onClick={() => setRevoking(key)}
                        >
                          {t.keys.revoke}
                        </Button>
                      </Row>
                    ),
                  },
                ]}
                rows={data}
                rowKey={(key) => key.id}
                isStale={keys.isPlaceholderData}
              />
              <Pager nextCursor={nextCursor} />
            </Stack>
          )
        }
      </Loaded>
      {create && <CreateKey onClose={() => setCreating(undefined)} />}
      {revoking && <Revoke keyOf={revoking} onClose={() => setRevoking(undefined)} />}
    </Section>
  );
}

function Revoke({ keyOf: { id, name, lastUsedAt }, onClose }: { keyOf: Key; onClose: () => void }) {
  const store = useStore();
  const client = useQueryClient();
  const used = lastUsedAt ? t.keys.revokeUsed(ago(lastUsedAt)) : t.keys.revokeUnused;
  return (
    <Ask
      title={t.keys.revokeTitle(name)}
      confirm={t.keys.revoke}
      onClose={onClose}
      onConfirm={async () => {
        await revokeKey(store.id, id);
        notifyDone(t.keys.revoked(name));
        void client.invalidateQueries({ queryKey: inStore(store.id) });
      }}
    >
      {`${t.keys.revokeText} ${used}`}
    </Ask>
  );
}
