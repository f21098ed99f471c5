import { Button, Pill, Stack, Text } from '@mantine/core';
import { Notice } from '../../../components/notice';
import { t } from '../../../texts';

const NAMED = 20;

interface UnknownCategoriesProps {
  ids: readonly string[];
  /** Otherwise they may only be too far down the catalog. */
  isComplete: boolean;
  onRemove: (ids: readonly string[]) => void;
  disabled: boolean;
}

/** Categories that a group names and the catalog does not know: a product may get them later. */
export function UnknownCategories({ ids, isComplete, onRemove, disabled }: UnknownCategoriesProps) {
  if (ids.length === 0) return null;
  return (
    <Notice title={isComplete ? t.access.unknown(ids.length) : t.access.notShown(ids.length)}>
      <Stack gap="xs" align="flex-start">
        <Pill.Group maw="100%">
          {ids.slice(0, NAMED).map((id) => (
            <Pill
              key={id}
              withRemoveButton
              disabled={disabled}
              removeButtonProps={{
                'aria-label': t.access.remove(id),
                'aria-hidden': false,
                tabIndex: 0,
              }}
              onRemove={() => onRemove([id])}
            >
              {id}
            </Pill>
          ))}
        </Pill.Group>
        {ids.length > NAMED && <Text size="sm">{t.more(ids.length - NAMED)}</Text>}
        {ids.length > 1 && (
          <Button size="xs" variant="default" disabled={disabled} onClick={() => onRemove(ids)}>
            {t.access.removeAll}
          </Button>
        )}
      </Stack>
    </Notice>
  );
}
