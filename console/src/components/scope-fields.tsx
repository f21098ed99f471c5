import { Checkbox, Input, Group as Row, SegmentedControl, Stack, Text } from '@mantine/core';
import type { Scope } from '../api/session';
import { t } from '../texts';
import classes from './scope-fields.module.css';

const AREAS = ['groups', 'customers', 'pricing'] as const;
const LEVELS = ['none', 'read', 'write'] as const;
type Area = (typeof AREAS)[number];
type Level = (typeof LEVELS)[number];

const levelOf = (scopes: readonly Scope[], area: Area): Level =>
  scopes.includes(`${area}:write`) ? 'write' : scopes.includes(`${area}:read`) ? 'read' : 'none';

/** Scopes in words: only what matters beside the others. */
export function scopesInWords(scopes: readonly Scope[]): string {
  if (scopes.includes('store:admin')) return t.scopes.words['store:admin'] ?? '';
  const words = AREAS.flatMap((area) => {
    const level = levelOf(scopes, area);
    return level === 'none' ? [] : [t.scopes.words[`${area}:${level}`] ?? area];
  });
  return words.join(', ') || t.scopes.nothing;
}

interface ScopeFieldsProps {
  value: readonly Scope[];
  onChange: (scopes: Scope[]) => void;
  error?: string | undefined;
}

/** Chooses what a credential may do; whoever chooses here may do everything. */
export function ScopeFields({ value, onChange, error }: ScopeFieldsProps) {
  const isAdmin = value.includes('store:admin');
  const choose = (area: Area, level: Level) => {
    const others = value.filter((scope) => !scope.startsWith(area));
    onChange(level === 'none' ? others : [...others, `${area}:${level}`]);
  };
  return (
    <Input.Wrapper label={t.scopes.label} error={error} labelElement="div">
      <Stack gap="xs" className={classes.fields}>
        <Checkbox
          label={t.scopes.admin}
          description={t.scopes.adminHint}
          checked={isAdmin}
          onChange={({ currentTarget }) => onChange(currentTarget.checked ? ['store:admin'] : [])}
        />
        {!isAdmin &&
          AREAS.map((area) => (
            <Row key={area} justify="space-between" gap="sm" wrap="nowrap">
              <Stack gap={0} miw={0}>
                <Text size="sm">{t.scopes.areas[area]?.[0]}</Text>
                <Text size="xs" c="dimmed">
                  {t.scopes.areas[area]?.[1]}
                </Text>
              </Stack>
              <SegmentedControl
                size="xs"
                style={{ flex: 'none' }}
                aria-label={t.scopes.areas[area]?.[0]}
                value={levelOf(value, area)}
                data={LEVELS.map((level) => ({ value: level, label: t.scopes.levels[level] }))}
                onChange={(level) => choose(area, level as Level)}
              />
            </Row>
          ))}
      </Stack>
    </Input.Wrapper>
  );
}
