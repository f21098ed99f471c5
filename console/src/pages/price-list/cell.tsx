import { t } from '../../texts';
import { decimal } from '../../texts/format';
import type { Draft } from './drafts';
import classes from './grid.module.css';
import type { Place, useCells } from './use-cells';

interface CellProps {
  place: Place;
  label: string;
  currency: string;
  saved: string | undefined;
  draft: Draft | undefined;
  cells: ReturnType<typeof useCells>;
}

/** One price. It shows what will be saved, and has what is saved now as its title. */
export function Cell({ place, label, currency, saved, draft, cells }: CellProps) {
  const { active, typed } = cells;
  const isActive = active.row === place.row && active.column === place.column;
  const isEdited = isActive && typed !== undefined;
  const before = saved === undefined ? undefined : decimal(saved, currency);
  const state = draft && (draft.fault ? 'faulty' : draft.amount === null ? 'leaving' : 'unsaved');
  return (
    <td
      className={classes.cell}
      data-cell={`${place.row}:${place.column}`}
      data-state={state}
      tabIndex={isActive ? 0 : -1}
      aria-label={`${label}: ${words({ draft, before, currency })}`}
      aria-invalid={draft?.fault ? true : undefined}
      onKeyDown={cells.onKeyDown}
      title={draft ? (draft.fault ?? before) : undefined}
      onFocus={() => cells.setChosen(place)}
      onClick={({ nativeEvent }) => {
        // A finger has no keys to begin with.
        const isTouch = (nativeEvent as PointerEvent).pointerType === 'touch';
        if (isTouch && !isEdited) cells.edit(place);
      }}
      onDoubleClick={() => cells.edit(place)}
    >
      {isEdited ? (
        <input
          className={classes.input}
          aria-label={label}
          inputMode="decimal"
          // biome-ignore lint/a11y/noAutofocus: whoever types goes on to type
          autoFocus
          value={typed}
          onChange={({ currentTarget }) => cells.setTyped(currentTarget.value)}
          onFocus={({ currentTarget }) =>
            currentTarget.setSelectionRange(currentTarget.value.length, currentTarget.value.length)
          }
          onBlur={cells.commit}
        />
      ) : (
        <span>{shown({ draft, before, currency })}</span>
      )}
    </td>
  );
}

interface Shown {
  draft: Draft | undefined;
  before: string | undefined;
  currency: string;
}

/** Of a price that goes, what it was is struck out. */
function shown({ draft, before, currency }: Shown): string {
  if (!draft) return before ?? '';
  if (draft.fault) return draft.text;
  return draft.amount === null ? (before ?? '') : decimal(draft.amount, currency);
}

function words(cell: Shown): string {
  const { draft } = cell;
  const isLeaving = draft?.amount === null && !draft.fault;
  return [shown(cell) || '–', isLeaving ? t.prices.leaves : draft?.fault]
    .filter((text) => text)
    .join(' ');
}
