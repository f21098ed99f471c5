import { Button, Group as Row, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useStore } from '../session/store';
import { t } from '../texts';
import { Dialog } from './dialog';
import { offersUndo } from './notify';
import { Failure } from './states';

interface QuestionProps {
  title: string;
  size?: 'lg';
  /** What will happen. */
  children: ReactNode;
  confirm: string;
  error: unknown;
  isWorking: boolean;
  /** Closing it while it works stops it, between one thing and the next. */
  canStop?: boolean;
  /** Not before it is known what will happen. */
  isReady?: boolean;
  onConfirm: () => void;
  onClose: () => void;
}

function Question({ children, confirm, error, isReady = true, ...props }: QuestionProps) {
  const { title, size, isWorking, canStop = false, onConfirm, onClose } = props;
  return (
    <Dialog onClose={onClose} title={title} size={size}>
      <Stack>
        {typeof children === 'string' ? <Text>{children}</Text> : children}
        {error !== null && <Failure error={error} />}
        <Row justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            {isWorking && canStop ? t.actions.stop : t.actions.cancel}
          </Button>
          <Button color="red" loading={isWorking} disabled={!isReady} onClick={onConfirm}>
            {confirm}
          </Button>
        </Row>
      </Stack>
    </Dialog>
  );
}

/** Asks before something goes that whoever may can bring back. */
export function Confirm({ children, ...question }: QuestionProps) {
  const store = useStore();
  return (
    <Question {...question} size="lg">
      {children}
      <Text size="sm" c="dimmed">
        {offersUndo(store) ? t.deletion.undoable : t.deletion.final}
      </Text>
    </Question>
  );
}

interface AskProps extends Pick<QuestionProps, 'title' | 'children' | 'confirm' | 'onClose'> {
  /** Closes the question when it is done; a failure is shown in it. */
  onConfirm: () => Promise<void>;
}

/** Asks before something that cannot, or not simply, be taken back. */
export function Ask({ onConfirm, ...question }: AskProps) {
  const action = useMutation({ mutationFn: onConfirm, onSuccess: question.onClose });
  return (
    <Question
      {...question}
      error={action.error}
      isWorking={action.isPending}
      onConfirm={() => action.mutate()}
    />
  );
}
