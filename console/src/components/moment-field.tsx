import { TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { isMoment, LAST, momentOf, toLocal } from '../local-time';
import { t } from '../texts';

interface MomentFieldProps {
  label: string;
  description?: string;
  /** An instant in UTC; null: none. What is typed and no time comes as it is. */
  value?: string | null | undefined;
  onChange: (instant: string | null) => void;
  error?: string | undefined;
  disabled?: boolean;
}

/** A date and a time as the browser lets one choose them, in the browser's time zone. */
export function MomentField({ value, onChange, error, ...field }: MomentFieldProps) {
  const [text, setText] = useState(toLocal(value));
  useEffect(() => {
    // What is typed stays as it is, as long as it means the same.
    setText((typed) => (momentOf(typed) === (value ?? null) ? typed : toLocal(value)));
  }, [value]);
  const change = (typed: string) => {
    setText(typed);
    onChange(momentOf(typed));
  };
  return (
    <TextInput
      {...field}
      type="datetime-local"
      max={LAST}
      value={text}
      error={isMoment(text) ? error : t.window.noTime}
      onChange={({ currentTarget }) => change(currentTarget.value)}
    />
  );
}
