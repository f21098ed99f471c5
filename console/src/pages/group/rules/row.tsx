import { ActionIcon, Group as Row, Text } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconPencil, IconTrash } from '@tabler/icons-react';
import type { KeyboardEvent } from 'react';
import { useStore } from '../../../session/store';
import { t } from '../../../texts';
import { Example } from './example';
import { discountInWords } from './in-words';
import { Reason } from './reason';
import { isNothing, type Rule } from './rule';
import classes from './rules.module.css';
import { type KnownTarget, useTarget } from './use-target';
import type { Warnings } from './use-warnings';

interface RuleRowProps {
  rule: Rule;
  /** Counted from 0. */
  place: number;
  of: number;
  example: string;
  warnings: ReturnType<Warnings['of']>;
  /** What the service refuses. */
  faults: readonly string[];
  /** Undefined for whoever may not change it. */
  on: { edit: () => void; remove: () => void; move: (to: number) => void } | undefined;
}

export function RuleRow({ rule, place, of, example, warnings, faults, on }: RuleRowProps) {
  const { currency } = useStore();
  const target = useTarget(rule);
  const reasons = [...faults, ...reasonsOf(rule, target, warnings)];
  const moveByKey = (event: KeyboardEvent) => {
    const to = event.altKey ? destination(event.key, place, of) : undefined;
    if (to === undefined || !on) return;
    event.preventDefault();
    if (to !== place) on.move(to);
  };
  return (
    <li className={classes.rule} onKeyDown={moveByKey}>
      <Text size="sm" c="dimmed" className={classes.place}>
        {place + 1}.
      </Text>
      <div className={classes.target}>
        <Text fw={600}>{discountInWords(rule, currency)}</Text>
        <Text size="sm">
          {target.name}
          {target.id !== undefined && target.id !== target.name && (
            <Text span c="dimmed">{` · ${target.id}`}</Text>
          )}
        </Text>
      </div>
      <div className={classes.example}>
        <Example rule={rule} of={example} />
      </div>
      {on && <Actions place={place} of={of} name={target.name} on={on} />}
      {reasons.length > 0 && (
        <ul className={classes.warnings}>
          {reasons.map((reason) => (
            <li key={reason}>
              <Reason text={reason} />
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}

/** Why a rule does nothing, as far as it is known. */
function reasonsOf(rule: Rule, { isUnknown }: KnownTarget, warnings: RuleRowProps['warnings']) {
  const unknown = rule.type === 'product' ? t.rules.unknownProduct : t.rules.unknownCategory;
  return [
    ...(isUnknown ? [unknown] : []),
    ...(isNothing(rule) ? [t.rules.nothing] : []),
    ...warnings.flatMap((code) => t.rules.findings[code] ?? []),
  ];
}

function destination(key: string, place: number, of: number): number | undefined {
  switch (key) {
    case 'ArrowUp':
      return Math.max(place - 1, 0);
    case 'ArrowDown':
      return Math.min(place + 1, of - 1);
    case 'Home':
      return 0;
    case 'End':
      return of - 1;
    default:
      return undefined;
  }
}

interface ActionsProps {
  place: number;
  of: number;
  name: string;
  on: NonNullable<RuleRowProps['on']>;
}

function Actions({ place, of, name, on }: ActionsProps) {
  const isFirst = place === 0;
  const isLast = place === of - 1;
  return (
    <Row gap={4} wrap="nowrap" className={classes.actions}>
      <ActionIcon
        variant="default"
        aria-label={t.rules.up(name)}
        // Not `disabled`: the focus stays where it is when a rule has come to an end.
        aria-disabled={isFirst}
        data-disabled={isFirst || undefined}
        onClick={() => !isFirst && on.move(place - 1)}
      >
        <IconArrowUp size={16} aria-hidden />
      </ActionIcon>
      <ActionIcon
        variant="default"
        aria-label={t.rules.down(name)}
        aria-disabled={isLast}
        data-disabled={isLast || undefined}
        onClick={() => !isLast && on.move(place + 1)}
      >
        <IconArrowDown size={16} aria-hidden />
      </ActionIcon>
      <ActionIcon variant="default" aria-label={t.rules.editIt(name)} onClick={on.edit}>
        <IconPencil size={16} aria-hidden />
      </ActionIcon>
      <ActionIcon variant="default" aria-label={t.rules.removeIt(name)} onClick={on.remove}>
        <IconTrash size={16} aria-hidden />
      </ActionIcon>
    </Row>
  );
}
