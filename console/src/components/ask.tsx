import { Button, Group as Row, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { t } from '../texts';
import { Dialog } from './dialog';
import { Failure } from './states';

interface AskProps {
  title: string;
  /** What will happen. */
  children: ReactNode;
  confirm: string;
  /** Closes the question when it is done; a failure is shown in it. */
  onConfirm: () => Promise<void>;
  onClose: () => void;
}

/** Asks before something that cannot, or not simply, be taken back. */
export function Ask({ title, children, confirm, onConfirm, onClose }: AskProps) {
  const action = useMutation({ mutationFn: onConfirm, onSuccess: onClose });
  return (
    <Dialog onClose={onClose} title={title}>
      <Stack>
        {typeof children === 'string' ? <Text>{children}</Text> : children}
        {action.error && <Failure error={action.error} />}
        <Row justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            {t.actions.cancel}
          </Button>
          <Button color="red" loading={action.isPending} onClick={() => action.mutate()}>
            {confirm}
          </Button>
        </Row>
      </Stack>
    </Dialog>
  );
}
