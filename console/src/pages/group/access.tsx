import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useCallback, useMemo, useState } from 'react';
import { type Group, groupQuery, type TaggedGroup } from '../../api/groups';
import { Section } from '../../components/page';
import { differences, SaveGroup } from '../../components/save-group';
import { Loaded } from '../../components/states';
import { useBase } from '../../components/use-base';
import { useStore } from '../../session/store';
import { t } from '../../texts';
import { ChooseCategories } from './access/categories';
import { Effect } from './access/effect';
import { ChooseAccess } from './access/type';

const route = getRouteApi('/signed-in/stores/$store/groups/$group');

export function GroupAccess() {
  const { id: store } = useStore();
  const { group } = route.useParams();
  const query = useQuery(groupQuery(store, group));
  return <Loaded query={query}>{(read) => <Form key={read.data.id} read={read} />}</Loaded>;
}

type Access = Group['categoryAccess'];

/** What is chosen; the categories stay while another type is looked at. */
interface Choice {
  type: NonNullable<Access>['type'] | 'unset';
  ticked: ReadonlySet<string>;
}

const choiceOf = ({ categoryAccess: access }: Group): Choice => ({
  type: access?.type ?? 'unset',
  ticked: new Set(access?.categories),
});

/** In the order that the service keeps, and then as they were ticked. */
function accessOf({ type, ticked }: Choice, before: Access): Access {
  if (type === 'unset') return null;
  if (type !== 'specific') return { type };
  const kept = (before?.categories ?? []).filter((id) => ticked.has(id));
  return { type, categories: [...new Set([...kept, ...ticked])] };
}

function Form({ read }: { read: TaggedGroup }) {
  const { can } = useStore();
  const [choice, setChoice] = useState(() => choiceOf(read.data));
  const [fault, setFault] = useState<string>();
  const wantedOver = ({ data }: TaggedGroup) => ({
    categoryAccess: accessOf(choice, data.categoryAccess),
  });
  const [base, reset] = useBase(
    read,
    (base) => Object.keys(differences(base.data, wantedOver(base))).length > 0,
    ({ data }, sent?: Choice) => {
      if (!sent || sent === choice) setChoice(choiceOf(data));
    },
  );
  const wanted = useMemo(
    () => ({ categoryAccess: accessOf(choice, base.data.categoryAccess) }),
    [choice, base],
  );
  const onErrors = useCallback(
    ({ categoryAccess }: Record<string, string>) => setFault(categoryAccess),
    [],
  );
  const onTick = useCallback((ids: readonly string[], isTicked: boolean) => {
    setChoice(({ type, ticked }) => {
      const after = new Set(ticked);
      for (const id of ids) isTicked ? after.add(id) : after.delete(id);
      return { type, ticked: after };
    });
  }, []);
  const isReadOnly = !can('groups:write');
  return (
    <div className="main-and-side">
      <Section title={t.access.title} hint={t.access.hint}>
        <ChooseAccess
          group={base.data}
          value={choice.type}
          onChange={(type) => setChoice({ ...choice, type })}
          disabled={isReadOnly}
        />
        {choice.type === 'specific' && (
          <ChooseCategories
            ticked={choice.ticked}
            onTick={onTick}
            error={fault}
            disabled={isReadOnly}
          />
        )}
        <SaveGroup
          base={base}
          wanted={wanted}
          fields={choice}
          words={t.access.impact}
          onErrors={onErrors}
          onReset={reset}
        />
      </Section>
      <Effect group={base.data} wanted={wanted.categoryAccess} />
    </div>
  );
}
