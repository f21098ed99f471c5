import { Button, Group as Row, Text } from '@mantine/core';
import { t } from '../../../texts';

interface PagesProps {
  page: number;
  pages: number;
  onPage: (page: number) => void;
}

/** Of rules that are all here, and only shown in parts. */
export function Pages({ page, pages, onPage }: PagesProps) {
  if (pages < 2) return null;
  return (
    <Row component="nav" aria-label={t.table.pages} justify="flex-end" gap="xs">
      <Text size="sm" c="dimmed">
        {t.rules.page(page, pages)}
      </Text>
      <Button variant="default" disabled={page === 1} onClick={() => onPage(page - 1)}>
        {t.actions.previous}
      </Button>
      <Button variant="default" disabled={page === pages} onClick={() => onPage(page + 1)}>
        {t.actions.next}
      </Button>
    </Row>
  );
}
