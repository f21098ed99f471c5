import { Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import classes from './rules.module.css';

/** Why a rule does not do what it seems to. */
export function Reason({ text }: { text: string }) {
  return (
    <span className={classes.reason}>
      <IconAlertTriangle size={16} aria-hidden />
      <Text size="sm" component="span">
        {text}
      </Text>
    </span>
  );
}
