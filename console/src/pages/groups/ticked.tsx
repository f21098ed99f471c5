import { Button, Group as Row, Text } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { t } from '../../texts';

interface TickedProps {
  count: number;
  onDelete: () => void;
}

/** What can be done with the groups that are ticked. */
export function Ticked({ count, onDelete }: TickedProps) {
  return (
    <Row justify="space-between">
      <Text role="status">{t.groups.selected(count)}</Text>
      <Button
        color="red"
        variant="outline"
        leftSection={<IconTrash size={16} aria-hidden />}
        onClick={onDelete}
      >
        {t.actions.delete}
      </Button>
    </Row>
  );
}
