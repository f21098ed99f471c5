import { Radio, Stack } from '@mantine/core';
import type { Group } from '../../../api/groups';
import { t } from '../../../texts';
import { useInherited } from './use-inherited';

const TYPES = ['unset', 'all', 'specific', 'none'] as const;

interface ChooseAccessProps {
  group: Group;
  value: (typeof TYPES)[number];
  onChange: (type: (typeof TYPES)[number]) => void;
  disabled: boolean;
}

export function ChooseAccess({ group, value, onChange, disabled }: ChooseAccessProps) {
  const inherited = useInherited(group);
  const hints = {
    ...t.access.typeHints,
    unset: inherited ? t.access.inherits(inherited) : t.loading,
  };
  return (
    <Radio.Group
      value={value}
      onChange={(type) => onChange(type as (typeof TYPES)[number])}
      label={t.access.question}
    >
      <Stack gap="sm" mt="xs">
        {TYPES.map((type) => (
          <Radio
            key={type}
            value={type}
            label={t.access.types[type]}
            description={hints[type]}
            disabled={disabled}
          />
        ))}
      </Stack>
    </Radio.Group>
  );
}
