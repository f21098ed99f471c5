import { CloseButton, TextInput } from '@mantine/core';
import type { CSSProperties } from 'react';
import type { MemberWindow } from '../api/members';
import { isMoment, LAST, momentOf, toLocal } from '../local-time';
import { t } from '../texts';
import type { HeldWindow } from './window-badge';

/** What stands in the fields: local times as the browser writes them, '' for none. */
interface WindowValues {
  startsAt: string;
  endsAt: string;
}

export const EMPTY_WINDOW: WindowValues = { startsAt: '', endsAt: '' };

/** To the minute. */
const localTime = (at: string | null): string => toLocal(at).slice(0, '2026-12-01T10:00'.length);

export const windowValues = ({ startsAt, endsAt }: HeldWindow): WindowValues => ({
  startsAt: localTime(startsAt),
  endsAt: localTime(endsAt),
});

/** What the fields change of a window; seconds that they do not show stay. */
export function windowChange(wanted: WindowValues, held: HeldWindow): MemberWindow {
  const before = windowValues(held);
  return {
    ...(wanted.startsAt !== before.startsAt && {
      startsAt: momentOf(wanted.startsAt) ?? new Date().toISOString(),
    }),
    ...(wanted.endsAt !== before.endsAt && { endsAt: momentOf(wanted.endsAt) }),
  };
}

/** The window of a new membership: what is left empty is left out. */
export const newWindow = ({ startsAt, endsAt }: WindowValues): MemberWindow => ({
  ...(startsAt && { startsAt: momentOf(startsAt) ?? '' }),
  ...(endsAt && { endsAt: momentOf(endsAt) }),
});

/** Whether it can be sent; the fields say what cannot. */
export const isWindow = ({ startsAt, endsAt }: WindowValues): boolean =>
  isMoment(startsAt) && isMoment(endsAt);

/** Two columns in a dialog already. */
const NARROW = { '--column': '14rem' } as CSSProperties;

interface WindowFieldsProps {
  values: WindowValues;
  /** The service's faults, by field. */
  errors: Readonly<Record<string, string>>;
  onChange: (values: WindowValues) => void;
}

export function WindowFields({ values, errors, onChange }: WindowFieldsProps) {
  const field = (name: keyof WindowValues, label: string, description: string) => (
    <TextInput
      type="datetime-local"
      label={label}
      description={description}
      value={values[name]}
      max={LAST}
      error={isMoment(values[name]) ? errors[name] : t.window.noTime}
      onChange={({ currentTarget }) => onChange({ ...values, [name]: currentTarget.value })}
      rightSection={
        values[name] && (
          <CloseButton
            aria-label={`${t.window.clear}: ${label}`}
            onClick={() => onChange({ ...values, [name]: '' })}
          />
        )
      }
    />
  );
  return (
    <div className="columns" style={NARROW}>
      {field('startsAt', t.window.from, t.window.fromHint)}
      {field('endsAt', t.window.until, t.window.untilHint)}
    </div>
  );
}
