import { type KeyboardEvent, useRef, useState } from 'react';

export interface Place {
  row: number;
  column: number;
}

interface CellsOptions {
  rows: number;
  /** Columns that can be edited; one more holds what else can be done with a row. */
  columns: number;
  isReadOnly: boolean;
  textAt: (place: Place) => string;
  onEdit: (place: Place, text: string) => void;
  /** Somebody wants to go on behind the table. */
  onLeave: () => void;
}

const clamp = (value: number, most: number) => Math.max(0, Math.min(value, most));

/** The keys of a spreadsheet: one cell has the focus, and one at most is edited. */
export function useCells({ rows, columns, isReadOnly, textAt, onEdit, onLeave }: CellsOptions) {
  const table = useRef<HTMLTableElement>(null);
  const [chosen, setChosen] = useState<Place>({ row: 0, column: 0 });
  const [typed, show] = useState<string>();
  // What is typed at this very moment: the field loses the focus before the next state is there.
  const typing = useRef<string>(undefined);
  const setTyped = (text: string | undefined) => {
    typing.current = text;
    show(text);
  };
  const active = {
    row: clamp(chosen.row, rows - 1),
    column: clamp(chosen.column, columns),
  };

  const focus = ({ row, column }: Place) => {
    const place = { row: clamp(row, rows - 1), column: clamp(column, columns) };
    setChosen(place);
    const cell = table.current?.querySelector<HTMLElement>(
      `[data-cell="${place.row}:${place.column}"]`,
    );
    cell?.focus();
    cell?.scrollIntoView?.({ block: 'nearest', inline: 'nearest' });
  };
  const edit = (place: Place, text = textAt(place)) => {
    if (isReadOnly || place.column >= columns) return;
    setChosen(place);
    setTyped(text);
  };
  const commit = () => {
    const { current } = typing;
    if (current === undefined) return;
    setTyped(undefined);
    if (current !== textAt(active)) onEdit(active, current);
  };
  const cancel = () => setTyped(undefined);
  /** @returns false at the end of the table, which the next key leaves */
  const step = (by: 1 | -1): boolean => {
    const index = active.row * columns + Math.min(active.column, columns - 1) + by;
    if (index < 0 || index >= rows * columns) return false;
    focus({ row: Math.floor(index / columns), column: index % columns });
    return true;
  };

  /** While a cell is edited. */
  const whileTyping = (event: KeyboardEvent) => {
    const { key, shiftKey } = event;
    if (key === 'Enter') {
      commit();
      focus({ ...active, row: active.row + (shiftKey ? -1 : 1) });
    } else if (key === 'Tab') {
      commit();
      if (!step(shiftKey ? -1 : 1)) return;
    } else if (key === 'Escape') {
      cancel();
      focus(active);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (typed !== undefined) return whileTyping(event);
    const { key, ctrlKey, metaKey, altKey, shiftKey } = event;
    const { row, column } = active;
    const isCommand = ctrlKey || metaKey;
    // The last column holds buttons, which Enter and Space press.
    const isCell = column < columns;
    if (key === 'ArrowUp') focus({ row: isCommand ? 0 : row - 1, column });
    else if (key === 'ArrowDown') focus({ row: isCommand ? rows - 1 : row + 1, column });
    else if (key === 'ArrowLeft') focus({ row, column: isCommand ? 0 : column - 1 });
    else if (key === 'ArrowRight') focus({ row, column: isCommand ? columns - 1 : column + 1 });
    else if (key === 'Home') focus({ row: isCommand ? 0 : row, column: 0 });
    else if (key === 'End') focus({ row: isCommand ? rows - 1 : row, column: columns - 1 });
    else if (key === 'Escape') onLeave();
    else if (key === 'Tab' && isCell && !isCommand) {
      if (!step(shiftKey ? -1 : 1)) return;
    } else if (!isCell || isReadOnly || isCommand || altKey) return;
    else if (key === 'Enter' || key === 'F2') edit(active);
    else if (key === 'Delete' || key === 'Backspace') onEdit(active, '');
    else if (key.length === 1 && key !== ' ') edit(active, key);
    else return;
    event.preventDefault();
  };

  return { table, active, typed, setTyped, setChosen, focus, edit, commit, onKeyDown };
}
