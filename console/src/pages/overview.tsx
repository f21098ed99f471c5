import { Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { changesQuery } from '../api/changes';
import { groupReportQuery, ruleReportQuery } from '../api/reports';
import { ChangeList } from '../components/change-list';
import { ButtonLink } from '../components/link';
import { Page, Section } from '../components/page';
import { Empty, Loaded } from '../components/states';
import { useStore } from '../session/store';
import { t } from '../texts';
import { Figures } from './overview/figures';
import { Findings } from './overview/findings';
import { Growth } from './overview/growth';
import { Sizes } from './overview/sizes';

const SHOWN = 8;
const SHORT_PERIOD = 30;

export function OverviewPage() {
  const store = useStore();
  return (
    <Page title={t.overview.title}>
      {store.can('store:admin') ? <Report /> : <Text>{t.overview.needsAdmin}</Text>}
    </Page>
  );
}

function Report() {
  const { id } = useStore();
  const report = useQuery(groupReportQuery(id, SHORT_PERIOD));
  const changes = useQuery(changesQuery(id, { limit: SHOWN }));
  const findings = useQuery(ruleReportQuery(id, SHOWN));
  return (
    <Stack gap="md">
      <Loaded query={report}>{(figures) => <Figures {...figures} />}</Loaded>
      <div className="columns">
        <Growth />
        <Section title={t.overview.bySize} hint={t.overview.bySizeHint}>
          <Loaded query={report}>
            {({ bySize }) => (bySize.length === 0 ? <NoGroups /> : <Sizes bySize={bySize} />)}
          </Loaded>
        </Section>
      </div>
      <div className="columns">
        <Section title={t.overview.changes}>
          <Loaded query={changes}>
            {({ data }) =>
              data.length === 0 ? (
                <Text>{t.overview.noChanges}</Text>
              ) : (
                <ChangeList changes={data} />
              )
            }
          </Loaded>
        </Section>
        <Section title={t.overview.findings} hint={t.overview.findingsHint}>
          <Loaded query={findings}>
            {({ data }) =>
              data.length === 0 ? (
                <Text>{t.overview.noFindings}</Text>
              ) : (
                <Findings findings={data} />
              )
            }
          </Loaded>
        </Section>
      </div>
    </Stack>
  );
}

function NoGroups() {
  const { id } = useStore();
  return (
    <Empty
      title={t.groups.empty}
      action={
        <ButtonLink to="/stores/$store/groups" params={{ store: id }} search={{ create: 'true' }}>
          {t.groups.create}
        </ButtonLink>
      }
    >
      {t.groups.emptyText}
    </Empty>
  );
}
