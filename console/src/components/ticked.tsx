import { Button, Group as Row, Text } from '@mantine/core';
import type { ReactNode } from 'react';

interface TickedProps {
  /** How many are ticked. */
  words: string;
  action: string;
  icon: ReactNode;
  onAct: () => void;
}

/** What can be done with the rows that are ticked. */
export function Ticked({ words, action, icon, onAct }: TickedProps) {
  return (
    <Row justify="space-between">
      <Text role="status">{words}</Text>
      <Button color="red" variant="outline" leftSection={icon} onClick={onAct}>
        {action}
      </Button>
    </Row>
  );
}
