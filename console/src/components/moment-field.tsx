import { TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { toInstant, toLocal } from '../local-time';

interface MomentFieldProps {
  label: string;
  description?: string;
  /** An instant in UTC; null: none. */
  value?: string | null | undefined;
  onChange: (instant: string | null) => void;
  error?: string | undefined;
  disabled?: boolean;
}

/** A date and a time as the browser lets one choose them, in the browser's time zone. */
export function MomentField({ value, onChange, ...field }: MomentFieldProps) {
  const [text, setText] = useState(toLocal(value));
  useEffect(() => {
    // What is typed stays as it is, as long as it means the same.
    setText((typed) => ((toInstant(typed) ?? null) === (value ?? null) ? typed : toLocal(value)));
  }, [value]);
  const change = (typed: string) => {
    setText(typed);
    if (typed === '') onChange(null);
    else {
      const instant = toInstant(typed);
      if (instant) onChange(instant);
    }
  };
  return (
    <TextInput
      {...field}
      type="datetime-local"
      value={text}
      onChange={({ currentTarget }) => change(currentTarget.value)}
    />
  );
}
