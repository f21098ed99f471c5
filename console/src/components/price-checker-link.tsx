import { type LinkOptions, useRouter } from '@tanstack/react-router';
import { useStore } from '../session/store';
import { t } from '../texts';
import { ButtonLink } from './link';

const PATH = '/stores/$store/price-checker';

/** What a customer pays; nothing where this console has no such page. */
export function PriceCheckerLink({ customer }: { customer: string }) {
  const { id: store, can } = useStore();
  const { routesByPath } = useRouter();
  if (!(PATH in routesByPath) || !can('pricing:read')) return null;
  // Not typed by its route, which may not be there.
  const target = { to: PATH, params: { store }, search: { customer } } as unknown as LinkOptions;
  return (
    <ButtonLink variant="default" {...target}>
      {t.customer.price}
    </ButtonLink>
  );
}
