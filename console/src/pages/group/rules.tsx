import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useCallback, useMemo, useState } from 'react';
import { groupQuery, type TaggedGroup } from '../../api/groups';
import type { FieldFault } from '../../api/problem';
import { Section } from '../../components/page';
import { differences, SaveGroup } from '../../components/save-group';
import { Loaded } from '../../components/states';
import { useBase } from '../../components/use-base';
import { useStore } from '../../session/store';
import { t } from '../../texts';
import { GroupNotes } from './rules/group-notes';
import { RuleList } from './rules/list';
import { useDrafts } from './rules/use-drafts';
import { useWarnings } from './rules/use-warnings';

const route = getRouteApi('/signed-in/stores/$store/groups/$group');

export function GroupRules() {
  const { id: store } = useStore();
  const { group } = route.useParams();
  const query = useQuery(groupQuery(store, group));
  return <Loaded query={query}>{(read) => <Form key={read.data.id} read={read} />}</Loaded>;
}

function Form({ read }: { read: TaggedGroup }) {
  const { can } = useStore();
  const drafts = useDrafts(read.data);
  const [faults, setFaults] = useState<readonly FieldFault[]>([]);
  const wanted = useMemo(
    () => ({ discountRules: drafts.all.map(({ rule }) => rule) }),
    [drafts.all],
  );
  const [base, reset] = useBase(
    read,
    // What is being edited is of the rules that are here.
    ({ data }) => drafts.edited !== undefined || Object.keys(differences(data, wanted)).length > 0,
    drafts.reset,
  );
  const onErrors = useCallback(
    (_: Record<string, string>, faults: readonly FieldFault[]) => setFaults(faults),
    [],
  );
  const warnings = useWarnings(base.data, drafts.all);
  return (
    <Section title={t.rules.title} hint={t.rules.hint}>
      <GroupNotes group={base.data} warnings={warnings.ofGroup} />
      <RuleList
        drafts={drafts}
        warnings={warnings}
        faults={faults}
        isReadOnly={!can('groups:write')}
      />
      <SaveGroup
        base={base}
        wanted={wanted}
        fields={drafts.all}
        onErrors={onErrors}
        onReset={reset}
      />
    </Section>
  );
}
