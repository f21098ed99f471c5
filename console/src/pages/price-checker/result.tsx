import { Badge, Group as Row, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { catalogProductQuery } from '../../api/catalog-products';
import type { Quote, QuotedItem } from '../../api/quotes';
import { useStore } from '../../session/store';
import { t } from '../../texts';
import { money, number } from '../../texts/format';
import { Explanation } from './explanation';
import classes from './result.module.css';

/** So few are explained at once; of more, one asks for each. */
const OPEN = 3;

/** The price of each product, and why it is what it is. */
export function Result({ quote, isStale }: { quote: Quote; isStale: boolean }) {
  return (
    <ul className={classes.result} aria-busy={isStale}>
      {quote.items.map((item, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a product may come twice
        <li key={index}>
          <Price item={item} currency={quote.currency} isOpen={quote.items.length <= OPEN} />
        </li>
      ))}
    </ul>
  );
}

interface PriceProps {
  item: QuotedItem;
  currency: string;
  isOpen: boolean;
}

function Price({ item, currency, isOpen }: PriceProps) {
  const { id: store } = useStore();
  const { productId, quantity, accessible, listPrice, unitPrice, total, explanation } = item;
  const product = useQuery(catalogProductQuery(store, productId));
  return (
    <Stack gap="sm">
      <Row justify="space-between" align="flex-start" gap="sm">
        <Stack gap={4} miw={0}>
          <Text fw={600}>{product.data?.name || productId}</Text>
          <Row gap="xs">
            {accessible ? (
              <Badge variant="light" color="indigo">
                {t.checker.accessible}
              </Badge>
            ) : (
              <Badge variant="light" color="red" title={t.checker.hiddenHint}>
                {t.checker.hidden}
              </Badge>
            )}
          </Row>
        </Stack>
        <Stack gap={2} align="flex-end" className={classes.price}>
          <Text fz={22} fw={650} lh={1.2}>
            {money(total, currency)}
          </Text>
          {quantity > 1 && (
            <Text size="sm" c="dimmed">
              {number(quantity)} × {t.checker.each(money(unitPrice, currency))}
            </Text>
          )}
          <Text size="sm" c="dimmed">
            {listPrice === null
              ? t.checker.noListPrice
              : t.checker.listPrice(money(listPrice, currency))}
          </Text>
        </Stack>
      </Row>
      {explanation && (
        <details open={isOpen}>
          <summary>{t.checker.why}</summary>
          <Explanation candidates={explanation} currency={currency} />
        </details>
      )}
    </Stack>
  );
}
