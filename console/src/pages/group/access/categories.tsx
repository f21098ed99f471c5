import { Alert, Button, Checkbox, Group as Row, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo } from 'react';
import { allCategoriesQuery, type Category, MOST_CATEGORIES } from '../../../api/categories';
import { type CategoryNode, categoryForest } from '../../../components/category-forest';
import { CategoryTree } from '../../../components/category-tree';
import { SearchField } from '../../../components/search-field';
import { Empty, Loaded } from '../../../components/states';
import { useStore } from '../../../session/store';
import { t } from '../../../texts';
import { UnknownCategories } from './unknown';

const route = getRouteApi('/signed-in/stores/$store/groups/$group/access');

interface ChooseCategoriesProps {
  ticked: ReadonlySet<string>;
  onTick: (ids: readonly string[], isTicked: boolean) => void;
  error: string | undefined;
  disabled: boolean;
}

export function ChooseCategories(props: ChooseCategoriesProps) {
  const { id: store, can } = useStore();
  const mayRead = can('pricing:read');
  const categories = useQuery({ ...allCategoriesQuery(store), enabled: mayRead });
  if (!mayRead) return <Text>{t.access.needsPricing([...props.ticked])}</Text>;
  return (
    <Loaded query={categories}>
      {({ entries, complete }) => (
        <Categories {...props} categories={entries} isComplete={complete} />
      )}
    </Loaded>
  );
}

interface CategoriesProps extends ChooseCategoriesProps {
  categories: readonly Category[];
  isComplete: boolean;
}

function Categories({ categories, isComplete, ticked, onTick, error, disabled }: CategoriesProps) {
  const { search, chosen } = route.useSearch();
  const navigate = route.useNavigate();
  const forest = useMemo(() => categoryForest(categories), [categories]);
  // What is unticked stays where it is, to be ticked again.
  // biome-ignore lint/correctness/useExhaustiveDependencies: as it was when it was asked for
  const among = useMemo(() => (chosen ? ticked : undefined), [chosen]);
  const wanted = useMemo(() => wantedBy(search, among), [search, among]);
  const all = [...forest.byId.keys()];
  if (all.length === 0 && ticked.size === 0) {
    return <Empty title={t.access.noCategories}>{t.access.noCategoriesText}</Empty>;
  }
  return (
    <Stack gap="sm">
      {error && <Alert color="red" variant="outline" title={error} />}
      <Row gap="sm">
        <SearchField
          label={t.access.search}
          value={search}
          onSearch={(text) =>
            void navigate({
              search: { chosen, search: text },
              replace: search !== undefined,
              resetScroll: false,
            })
          }
        />
        <Checkbox
          label={t.access.chosenOnly}
          checked={chosen !== undefined}
          onChange={({ currentTarget }) =>
            void navigate({
              search: { search, chosen: currentTarget.checked ? 'true' : undefined },
              replace: true,
              resetScroll: false,
            })
          }
        />
      </Row>
      <Row justify="space-between" gap="xs">
        <Text size="sm" role="status">
          {t.access.chosen(ticked.size)}
        </Text>
        <Row gap="xs">
          <Button variant="default" size="xs" disabled={disabled} onClick={() => onTick(all, true)}>
            {t.access.tickAll}
          </Button>
          <Button
            variant="default"
            size="xs"
            disabled={disabled || ticked.size === 0}
            onClick={() => onTick([...ticked], false)}
          >
            {t.access.tickNone}
          </Button>
        </Row>
      </Row>
      {!isComplete && <Text c="dimmed">{t.access.tooMany(MOST_CATEGORIES)}</Text>}
      {wanted && !forest.inOrder.some(wanted) ? (
        <Empty title={t.access.noMatch} />
      ) : (
        <CategoryTree
          forest={forest}
          ticked={ticked}
          onTick={onTick}
          wanted={wanted}
          disabled={disabled}
        />
      )}
      <UnknownCategories
        ids={[...ticked].filter((id) => !forest.byId.has(id))}
        isComplete={isComplete}
        onRemove={(ids) => onTick(ids, false)}
        disabled={disabled}
      />
    </Stack>
  );
}

/** Undefined where all are. */
function wantedBy(search: string | undefined, among: ReadonlySet<string> | undefined) {
  if (search === undefined && among === undefined) return undefined;
  const part = search?.toLocaleLowerCase() ?? '';
  return ({ id, name }: CategoryNode): boolean =>
    (among?.has(id) ?? true) && `${id}\n${name}`.toLocaleLowerCase().includes(part);
}
