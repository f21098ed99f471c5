import { Badge, Group as Row, Stack, Text } from '@mantine/core';
import type { Candidate, Ignored } from '../../api/quotes';
import { type Column, DataTable } from '../../components/data-table';
import { Link } from '../../components/link';
import { useGroupName, usePriceListName } from '../../components/use-name';
import { useStore } from '../../session/store';
import { t } from '../../texts';
import { money } from '../../texts/format';
import classes from './result.module.css';
import { RuleWords } from './rule';

interface ExplanationProps {
  candidates: readonly Candidate[];
  currency: string;
}

/** Everybody who was in it, and why they won or lost. */
export function Explanation({ candidates, currency }: ExplanationProps) {
  return (
    <DataTable
      caption={t.checker.why}
      columns={columns(currency)}
      rows={candidates}
      rowKey={({ groupId }) => groupId ?? 0}
    />
  );
}

const columns = (currency: string): readonly Column<Candidate>[] => [
  {
    title: t.checker.group,
    render: ({ groupId, chosen }) => (
      <Row gap="xs">
        {groupId === null ? <span>{t.checker.withoutGroup}</span> : <GroupName id={groupId} />}
        {chosen && (
          <Badge variant="filled" color="indigo">
            {t.checker.chosen}
          </Badge>
        )}
      </Row>
    ),
  },
  {
    title: t.checker.base,
    isNumber: true,
    render: ({ base, priceListId }) =>
      base !== null && (
        <Stack gap={0}>
          <span>{money(base, currency)}</span>
          {priceListId !== null && (
            <Text size="sm" c="dimmed" className={classes.list}>
              <ListName id={priceListId} words={t.checker.fromList} />
            </Text>
          )}
        </Stack>
      ),
  },
  {
    title: t.checker.rule,
    render: ({ rule, base }) =>
      rule ? <RuleWords rule={rule} currency={currency} /> : base !== null && t.checker.noRule,
  },
  {
    title: t.checker.price,
    isNumber: true,
    render: ({ unitPrice, chosen }) =>
      unitPrice !== null && (
        <Text span size="sm" fw={chosen ? 650 : 400}>
          {money(unitPrice, currency)}
        </Text>
      ),
  },
  {
    title: t.checker.reason,
    render: ({ reason, ignored }) => (
      <Stack gap={2}>
        <span>{t.checker.reasons[reason] ?? reason}</span>
        {ignored.length > 0 && (
          <Text component="div" size="sm" c="dimmed">
            {t.checker.ignored}
            <ul className={classes.ignored}>
              {ignored.map((one) => (
                <li key={JSON.stringify(one)}>
                  <IgnoredPart ignored={one} currency={currency} />
                </li>
              ))}
            </ul>
          </Text>
        )}
      </Stack>
    ),
  },
];

function IgnoredPart({ ignored, currency }: { ignored: Ignored; currency: string }) {
  const { priceListId, rule, reason } = ignored;
  if (priceListId !== undefined) {
    return <ListName id={priceListId} words={(list) => t.checker.ignoredList(list, reason)} />;
  }
  if (!rule) return reason;
  return (
    <RuleWords rule={rule} currency={currency} words={(of) => t.checker.ignoredRule(of, reason)} />
  );
}

/** By its name for whoever may read groups; a group of the past may be gone. */
function GroupName({ id }: { id: number }) {
  const { id: store } = useStore();
  const name = useGroupName(id);
  if (name === undefined)
    return (
      <span>
        {t.changes.entities.group} {id}
      </span>
    );
  return (
    <Link to="/stores/$store/groups/$group" params={{ store, group: id }} fw={600} size="sm">
      {name}
    </Link>
  );
}

function ListName({ id, words }: { id: string; words: (name: string) => string }) {
  const name = usePriceListName(id) ?? id;
  return <span>{words(name)}</span>;
}
