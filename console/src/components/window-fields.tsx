import { CloseButton, TextInput } from '@mantine/core';
import type { CSSProperties } from 'react';
import type { MemberWindow } from '../api/members';
import { t } from '../texts';
import type { HeldWindow } from './window-badge';

/** What stands in the fields: local times as the browser writes them, '' for none. */
export interface WindowValues {
  startsAt: string;
  endsAt: string;
}

export const EMPTY_WINDOW: WindowValues = { startsAt: '', endsAt: '' };

const two = (value: number): string => String(value).padStart(2, '0');

/** An instant in the browser's time zone, to the minute, as its field takes it. */
function localTime(at: string | null): string {
  if (at === null) return '';
  const date = new Date(at);
  const day = `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

export const windowValues = ({ startsAt, endsAt }: HeldWindow): WindowValues => ({
  startsAt: localTime(startsAt),
  endsAt: localTime(endsAt),
});

/** What the fields change of a window; seconds that they do not show stay. */
export function windowChange(wanted: WindowValues, held: HeldWindow): MemberWindow {
  const before = windowValues(held);
  return {
    ...(wanted.startsAt !== before.startsAt && {
      startsAt: (wanted.startsAt ? new Date(wanted.startsAt) : new Date()).toISOString(),
    }),
    ...(wanted.endsAt !== before.endsAt && {
      endsAt: wanted.endsAt ? new Date(wanted.endsAt).toISOString() : null,
    }),
  };
}

/** The window of a new membership: what is left empty is left out. */
export const newWindow = ({ startsAt, endsAt }: WindowValues): MemberWindow => ({
  ...(startsAt && { startsAt: new Date(startsAt).toISOString() }),
  ...(endsAt && { endsAt: new Date(endsAt).toISOString() }),
});

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
      error={errors[name]}
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
