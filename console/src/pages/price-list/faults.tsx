import { Alert, List } from '@mantine/core';
import { placeOf } from '../../api/prices';
import { t } from '../../texts';
import type { Drafts } from './drafts';
import { cellInWords } from './grid';
import type { Row } from './rows';

const SHOWN = 20;

/** What cannot be saved, on this page or another, with the reason of each. */
export function Faults({ drafts, rows }: { drafts: Drafts; rows: readonly Row[] }) {
  const faulty = [...drafts.values()].filter(({ fault }) => fault !== undefined);
  if (faulty.length === 0) return null;
  return (
    <Alert color="red" variant="outline" title={t.prices.faults}>
      <List size="sm">
        {faulty.slice(0, SHOWN).map((draft) => (
          <List.Item key={placeOf(draft)}>
            {cellInWords(rows, draft)}: “{draft.text}”. {draft.fault}
          </List.Item>
        ))}
        {faulty.length > SHOWN && <List.Item>…</List.Item>}
      </List>
    </Alert>
  );
}
