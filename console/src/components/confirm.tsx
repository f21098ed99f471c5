import { Button, Group as Row, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useStore } from '../session/store';
import { t } from '../texts';
import { Dialog } from './dialog';
import { offersUndo } from './notify';
import { Failure } from './states';

interface ConfirmProps {
  title: string;
  /** What will happen. */
  children: ReactNode;
  confirm: string;
  error: unknown;
  isWorking: boolean;
  /** Not before it is known what will happen. */
  isReady?: boolean;
  /** Whether it could be undone, for whoever may. */
  isUndoable?: boolean;
  onConfirm: () => void;
  onClose: () => void;
}

/** Asks before something goes. */
export function Confirm({
  title,
  children,
  confirm,
  error,
  isWorking,
  isReady = true,
  isUndoable = true,
  onConfirm,
  onClose,
}: ConfirmProps) {
  const store = useStore();
  return (
    <Dialog onClose={onClose} title={title} size="lg">
      <Stack>
        {children}
        {error !== null && error !== undefined && <Failure error={error} />}
        <Text size="sm" c="dimmed">
          {isUndoable && offersUndo(store) ? t.deletion.undoable : t.deletion.final}
        </Text>
        <Row justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            {t.actions.cancel}
          </Button>
          <Button color="red" loading={isWorking} disabled={!isReady} onClick={onConfirm}>
            {confirm}
          </Button>
        </Row>
      </Stack>
    </Dialog>
  );
}
