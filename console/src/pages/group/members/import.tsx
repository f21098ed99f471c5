import { useEffect, useRef } from 'react';
import type { Group } from '../../../api/groups';
import { Dialog } from '../../../components/dialog';
import { t } from '../../../texts';
import { Outcome } from './import/outcome';
import { Preview } from './import/preview';
import { Running } from './import/running';
import { Source } from './import/source';
import classes from './import/source.module.css';
import { useImport } from './import/use-import';

interface ImportMembersProps {
  group: Group;
  onClose: () => void;
}

/** Adds many: a list is read, compared with the group, shown, and only then added. */
export function ImportMembers({ group, onClose }: ImportMembersProps) {
  const { state, ...actions } = useImport(group);
  const { step } = state;
  const content = useRef<HTMLDivElement>(null);
  const shown = useRef(step);
  // What had the focus goes with its step.
  useEffect(() => {
    if (shown.current !== step) content.current?.focus();
    shown.current = step;
  }, [step]);
  const isEmpty = step === 'source' && state.given.text === '' && !state.reading;
  const isAdding = step === 'adding';
  return (
    <Dialog
      onClose={onClose}
      title={t.import.title(group.name)}
      size="xl"
      closeOnClickOutside={isEmpty}
      // Then it is stopped instead.
      closeOnEscape={!isAdding}
      withCloseButton={!isAdding}
    >
      <div ref={content} tabIndex={-1} className={classes.step}>
        {step === 'source' && <Source state={state} {...actions} onClose={onClose} />}
        {(step === 'checking' || step === 'adding') && (
          <Running state={state} onStop={actions.stop} />
        )}
        {step === 'preview' && <Preview state={state} {...actions} onClose={onClose} />}
        {step === 'done' && <Outcome state={state} {...actions} onClose={onClose} />}
      </div>
    </Dialog>
  );
}
