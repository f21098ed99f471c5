import { Button, Group as Row, Stack, Text } from '@mantine/core';
import { t } from '../../../../texts';
import { Counts } from './counts';
import type { ImportActions, PreviewState } from './use-import';

interface PreviewProps extends Pick<ImportActions, 'add' | 'back'> {
  state: PreviewState;
  onClose: () => void;
}

/** What adding would do, before it is done. */
export function Preview({ state: { compared }, add, back, onClose }: PreviewProps) {
  const { length } = compared.fresh;
  return (
    <Stack>
      <Counts compared={compared} />
      {length === 0 && <Text>{t.import.nobodyNew}</Text>}
      <Row justify="flex-end">
        <Button variant="default" onClick={back}>
          {t.import.back}
        </Button>
        {length === 0 ? (
          <Button onClick={onClose}>{t.actions.close}</Button>
        ) : (
          <Button onClick={() => void add(compared)} data-autofocus>
            {t.import.add(length)}
          </Button>
        )}
      </Row>
    </Stack>
  );
}
