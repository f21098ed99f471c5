import { useState } from 'react';

/** The rows of a table that are ticked, by id; they stay so on other pages of it. */
export function useTicked<Row extends { id: string | number }>() {
  const [ticked, setTicked] = useState<ReadonlyMap<Row['id'], Row>>(new Map());
  const tick = (rows: readonly Row[], isTicked: boolean) => {
    setTicked((before) => {
      const next = new Map(before);
      for (const row of rows) {
        if (isTicked) next.set(row.id, row);
        else next.delete(row.id);
      }
      return next;
    });
  };
  return { ticked, tick };
}
