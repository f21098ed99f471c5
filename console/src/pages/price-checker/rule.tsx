import { useQuery } from '@tanstack/react-query';
import { catalogProductQuery } from '../../api/catalog-products';
import { type Candidate, categoryNameQuery } from '../../api/quotes';
import { useStore } from '../../session/store';
import { t } from '../../texts';
import { money, shortDecimal } from '../../texts/format';

interface RuleWordsProps {
  rule: NonNullable<Candidate['rule']>;
  currency: string;
  /** Around the words of the rule. */
  words?: (rule: string) => string;
}

/** Such as: 5 % off everything. */
export function RuleWords({ rule, currency, words = (text) => text }: RuleWordsProps) {
  const { id: store } = useStore();
  const { type, method, amount, ...target } = rule;
  const { productId = '', categoryId = '' } = target as { productId?: string; categoryId?: string };
  const isProduct = type === 'product';
  const isCategory = type === 'category';
  const product = useQuery({ ...catalogProductQuery(store, productId), enabled: isProduct });
  const category = useQuery({ ...categoryNameQuery(store, categoryId), enabled: isCategory });
  const what = isProduct
    ? t.checker.target.product(product.data?.name || productId)
    : isCategory
      ? t.checker.target.category(category.data ?? categoryId)
      : t.checker.target.all;
  const value = method === 'percent' ? shortDecimal(amount) : money(amount, currency);
  return <>{words(t.checker.method[method](value, what))}</>;
}
