import { Button, Checkbox, Stack, Text } from '@mantine/core';
import { type CSSProperties, memo, useCallback, useMemo, useState } from 'react';
import { t } from '../texts';
import {
  type CategoryForest,
  type CategoryNode,
  countTicks,
  linesOf,
  type Ticks,
  type TreeLine,
  withBelow,
} from './category-forest';
import classes from './category-tree.module.css';
import { TreeOpener } from './tree-opener';

/** Thousands at once would make the page slow. */
const SHOWN = 200;

interface CategoryTreeProps {
  forest: CategoryForest;
  ticked: ReadonlySet<string>;
  onTick: (ids: readonly string[], isTicked: boolean) => void;
  /** Only these are shown, with what they lie in. */
  wanted?: ((node: CategoryNode) => boolean) | undefined;
  disabled?: boolean;
}

/**
 * Categories with check boxes. One that has others below stands for all of them: it is half checked
 * when some are, and a line below it stands for itself alone.
 */
export function CategoryTree({ forest, ticked, onTick, wanted, disabled }: CategoryTreeProps) {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const [most, setMost] = useState(SHOWN);
  const ticks = useMemo(() => countTicks(forest, ticked), [forest, ticked]);
  const lines = useMemo(() => linesOf(forest, { open, wanted }), [forest, open, wanted]);
  const toggle = useCallback((id: string) => {
    setOpen((before) => {
      const after = new Set(before);
      if (!after.delete(id)) after.add(id);
      return after;
    });
  }, []);
  return (
    <Stack gap="xs">
      <ul className={classes.tree}>
        {lines.slice(0, most).map((line) => (
          <Line
            key={`${line.isItself} ${line.node.id}`}
            {...line}
            isSearched={wanted !== undefined}
            isTicked={ticked.has(line.node.id)}
            {...(ticks.get(line.node.id) ?? { ticked: 0, of: 1 })}
            onToggle={toggle}
            onTick={onTick}
            disabled={disabled}
          />
        ))}
      </ul>
      {lines.length > most && (
        <Button variant="default" size="xs" onClick={() => setMost(most + SHOWN)}>
          {t.access.showMore(lines.length - most)}
        </Button>
      )}
    </Stack>
  );
}

interface LineProps extends TreeLine, Ticks {
  isSearched: boolean;
  isTicked: boolean;
  onToggle: (id: string) => void;
  onTick: CategoryTreeProps['onTick'];
  disabled: boolean | undefined;
}

const Line = memo(function Line(props: LineProps) {
  const { node, level, isOpen, isItself, isTicked, ticked, of, onTick, onToggle, disabled } = props;
  // What is searched for is open anyway.
  const { isSearched } = props;
  const isParent = node.children.length > 0 && !isItself;
  const change = (checked: boolean) =>
    onTick(isParent ? withBelow(node).map(({ id }) => id) : [node.id], checked);
  return (
    <li className={classes.line} style={{ '--level': level } as CSSProperties}>
      {isParent && !isSearched ? (
        <TreeOpener name={node.name} isOpen={isOpen} onToggle={() => onToggle(node.id)} />
      ) : (
        <span className={classes.leaf} />
      )}
      <Checkbox
        className={classes.label}
        label={isItself ? t.access.itself(node.name) : node.name}
        checked={isParent ? ticked === of : isTicked}
        indeterminate={isParent && ticked > 0 && ticked < of}
        disabled={disabled}
        onChange={({ currentTarget }) => change(currentTarget.checked)}
      />
      {isParent && (
        <Text size="sm" c="dimmed" className={classes.count}>
          {t.access.ticked(ticked, of)}
        </Text>
      )}
    </li>
  );
});
