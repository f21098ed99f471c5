import { authorize } from './actor.js';
import type { Page, View } from './database.js';
import type { ListedProduct, ListedProductFilter } from './listed-product.js';
import type { PriceList } from './price-list.js';
import { existing as existingList } from './price-list-service.js';

/** @returns the products with the list, whose currency their prices are in */
export async function listProductsOfList(
  view: View,
  listId: string,
  { filter, page }: { filter: ListedProductFilter; page: Page<string> },
): Promise<{ list: PriceList; products: ListedProduct[] }> {
  authorize(view.caller, 'pricing:read');
  const [list, products] = await Promise.all([
    existingList(view, listId),
    view.priceLists.products(view.caller.storeId, listId, filter, page),
  ]);
  return { list, products };
}
