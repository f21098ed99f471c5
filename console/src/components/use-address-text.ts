import { useRouter } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { parseSearch } from '../search';

/**
 * What is typed into fields that the address has, too. The page learns of a new address in a
 * transition, which is too late for a field: its caret would move, and fast keys get lost. So what
 * is typed counts, until the address changes from elsewhere, as by going back.
 */
export function useAddressText(
  name: string,
  value: string,
  write: (text: string, before: string) => void,
): [string, (text: string) => void] {
  const { history } = useRouter();
  const [text, setText] = useState(value);
  useEffect(() => {
    // What comes late, of keys before the last one, is passed over.
    const newest = parseSearch(history.location.search)[name] ?? '';
    if (value === newest) setText(value);
  }, [history, name, value]);
  const change = (typed: string) => {
    setText(typed);
    write(typed, text);
  };
  return [text, change];
}
