import { Alert, Button, Group as Row, Stack, Text, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { MAX_RULES } from '../../../../../src/core/limits.js';
import { withPoint } from '../../../amounts';
import type { FieldFault } from '../../../api/problem';
import { Empty } from '../../../components/states';
import { useStore } from '../../../session/store';
import { t } from '../../../texts';
import { Editor } from './editor';
import { Pages } from './pages';
import { RuleRow } from './row';
import { keptAmount, type Rule, targetKey } from './rule';
import classes from './rules.module.css';
import type { Draft, Drafts } from './use-drafts';
import type { Warnings } from './use-warnings';

const route = getRouteApi('/signed-in/stores/$store/groups/$group/rules');

const PAGE = 25;
const EXAMPLE = '100';

interface RuleListProps {
  drafts: Drafts;
  warnings: Warnings;
  faults: readonly FieldFault[];
  isReadOnly: boolean;
}

export function RuleList({ drafts, warnings, faults, isReadOnly }: RuleListProps) {
  const { currency } = useStore();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const [example, setExample] = useState(EXAMPLE);
  const [said, setSaid] = useState('');
  const { all, edited, edit } = drafts;
  const pages = Math.max(1, Math.ceil(all.length / PAGE));
  const page = Math.min(Math.max(Math.trunc(Number(search.page)) || 1, 1), pages);
  const first = (page - 1) * PAGE;
  const show = (place: number) => {
    const wanted = Math.floor(place / PAGE) + 1;
    if (wanted === page) return;
    void navigate({
      search: { page: wanted === 1 ? undefined : String(wanted) },
      replace: true,
      resetScroll: false,
    });
  };
  const move = ({ key }: Draft, to: number) => {
    drafts.move(key, to);
    setSaid(t.rules.moved(to + 1, all.length));
    show(to);
  };
  const remove = ({ key }: Draft) => {
    drafts.remove(key);
    setSaid(t.rules.removed);
  };
  const put = (rule: Rule) => {
    drafts.put(rule, edited === 'new' ? undefined : edited?.key);
    if (edited === 'new') show(all.length);
    setSaid(edited === 'new' ? t.rules.added : t.rules.changed);
    edit(undefined);
  };
  const isExample = keptAmount(example) !== undefined;
  const shownExample = isExample ? withPoint(example) : EXAMPLE;
  const elsewhere = faults.filter(({ place }) => !isBetween(placeIn(place), first, first + PAGE));
  return (
    <Stack gap="sm">
      <Row justify="space-between" align="flex-end" gap="sm">
        <TextInput
          label={t.rules.example}
          value={example}
          inputMode="decimal"
          w={150}
          error={!isExample && t.rules.amountFaults.none}
          onChange={({ currentTarget }) => setExample(currentTarget.value)}
          rightSection={<Text size="sm">{currency}</Text>}
          rightSectionWidth={52}
        />
        {!isReadOnly && (
          <Button
            leftSection={<IconPlus size={16} aria-hidden />}
            disabled={all.length >= MAX_RULES}
            onClick={() => edit('new')}
          >
            {t.rules.add}
          </Button>
        )}
      </Row>
      {elsewhere.length > 0 && (
        <Alert color="red" variant="outline" title={t.rules.refused}>
          {elsewhere.map(({ place, message }) => (
            <Text size="sm" key={`${place} ${message}`}>
              {t.rules.faultAt(placeIn(place), message)}
            </Text>
          ))}
        </Alert>
      )}
      {all.length === 0 && <Empty title={t.rules.empty}>{t.rules.emptyText}</Empty>}
      <ol className={classes.list} aria-label={t.rules.title}>
        {all.slice(first, first + PAGE).map((draft, index) => (
          <RuleRow
            key={draft.key}
            rule={draft.rule}
            place={first + index}
            of={all.length}
            example={shownExample}
            warnings={warnings.of(draft.rule)}
            faults={faultsOf(faults, first + index)}
            on={
              isReadOnly
                ? undefined
                : {
                    edit: () => edit(draft),
                    remove: () => remove(draft),
                    move: (to) => move(draft, to),
                  }
            }
          />
        ))}
      </ol>
      <Pages page={page} pages={pages} onPage={(wanted) => show((wanted - 1) * PAGE)} />
      {!isReadOnly && all.length > 1 && (
        <Text size="sm" c="dimmed">
          {t.rules.keys}
        </Text>
      )}
      <p role="status" className="hidden-but-read">
        {said}
      </p>
      {edited && (
        <Editor
          rule={edited === 'new' ? undefined : edited.rule}
          placeOf={placesWithout(all, edited)}
          example={shownExample}
          fault={
            faultsOf(
              faults,
              all.findIndex((draft) => isOf(draft, edited)),
            )[0]
          }
          onClose={() => edit(undefined)}
          onDone={put}
        />
      )}
    </Stack>
  );
}

/** A save that was under way when editing began has made another object of it. */
const isOf = (draft: Draft, edited: Draft | 'new'): boolean =>
  edited !== 'new' && draft.key === edited.key;

/** The rules that an edited one must not have the target of, counted from 1. */
const placesWithout = (all: readonly Draft[], edited: Draft | 'new') =>
  new Map(
    all.flatMap((draft, index): [string, number][] =>
      isOf(draft, edited) ? [] : [[targetKey(draft.rule), index + 1]],
    ),
  );

/** The rule that a pointer such as `/discountRules/3/amount` is about. */
function placeIn(pointer: string): number | undefined {
  const [, field, place] = pointer.split('/');
  return field === 'discountRules' && place !== undefined ? Number(place) : undefined;
}

const isBetween = (place: number | undefined, from: number, to: number): boolean =>
  place !== undefined && place >= from && place < to;

const faultsOf = (faults: readonly FieldFault[], place: number): string[] =>
  faults.filter((fault) => placeIn(fault.place) === place).map(({ message }) => message);
