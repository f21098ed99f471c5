import { Button, Group as Row, Stack } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import { asProblem } from '../api/problem';
import { t } from '../texts';
import { Failure } from './states';

interface DialogFormProps {
  children: ReactNode;
  submit: string;
  /** For what destroys. */
  color?: 'red';
  /** What went wrong; faults of fields are shown at them. */
  error?: unknown;
  isWorking?: boolean;
  disabled?: boolean;
  onSubmit: (event: FormEvent<HTMLFormElement>) => void;
  onClose: () => void;
}

/** The fields of a dialog, what went wrong with them, and the two ways out. */
export function DialogForm({ children, submit, error, isWorking, ...props }: DialogFormProps) {
  const { color, disabled, onSubmit, onClose } = props;
  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack>
        {children}
        {Boolean(error) && asProblem(error).faults.length === 0 && <Failure error={error} />}
        <Row justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t.actions.cancel}
          </Button>
          <Button type="submit" color={color} loading={isWorking} disabled={disabled}>
            {submit}
          </Button>
        </Row>
      </Stack>
    </form>
  );
}
