import type { Call } from '../../helpers/shop.js';
import type { Case } from './undo-cases.js';

const FAR = '2091-01-01T00:00:00.000Z';
const put = (path: string, field: string, ...entries: object[]): Call => [
  'PUT',
  path,
  { [field]: entries },
];
const prices = (list: string, ...entries: object[]) =>
  put(`/price-lists/${list}/prices`, 'prices', ...entries);
/** Of price lists, prices and the catalog. */
export const PRICE_CASES: readonly Case[] = [
  {
    title: 'a price list that was made',
    operation: ['POST', '/price-lists', { id: 'p3', name: 'New', currency: 'JPY' }],
    later: {
      'has prices': {
        calls: [prices('p3', { productId: '33', amount: '900' }, { productId: '34', amount: '9' })],
        listed: ['price.created', 'price.created'],
      },
      'is the list of a group': {
        calls: [['PATCH', '/groups/1', { defaultPriceListId: 'p3' }]],
        listed: ['group.updated'],
      },
      'has another name': {
        calls: [['PATCH', '/price-lists/p3', { name: 'Newer' }]],
        listed: ['price-list.updated'],
      },
    },
  },
  {
    title: 'a price list that was changed',
    operation: [
      'PATCH',
      '/price-lists/p2',
      { name: 'Euros', currency: 'EUR', startsAt: null, endsAt: FAR },
    ],
    later: {
      'has another end': {
        calls: [['PATCH', '/price-lists/p2', { endsAt: '2092-01-01T00:00:00.000Z' }]],
        listed: ['price-list.updated'],
      },
      'has prices in its currency': {
        calls: [prices('p2', { productId: '33', amount: '9' })],
        listed: ['price.created'],
      },
      'was made anew': {
        calls: [
          ['DELETE', '/price-lists/p2'],
          ['POST', '/price-lists', { id: 'p2', name: 'Euros' }],
        ],
        listed: ['price-list.created', 'price-list.deleted'],
      },
    },
  },
  {
    title: 'the beginning of a price list that was taken away',
    operation: ['PATCH', '/price-lists/p2', { startsAt: null }],
    later: {
      'would be after its end': {
        calls: [['PATCH', '/price-lists/p2', { endsAt: '2025-01-01T00:00:00.000Z' }]],
        listed: ['price-list.updated'],
      },
    },
  },
  {
    title: 'a price list that was deleted',
    given: [['PATCH', '/groups/2', { defaultPriceListId: null }]],
    operation: ['DELETE', '/price-lists/p1'],
    later: {
      'was made anew': {
        calls: [['POST', '/price-lists', { id: 'p1', name: 'Trade' }]],
        listed: ['price-list.created'],
      },
      'was made anew with prices': {
        calls: [
          ['POST', '/price-lists', { id: 'p1', name: 'Trade' }],
          prices('p1', { productId: '33', amount: '1' }, { productId: '99', amount: '1' }),
        ],
        listed: ['price.created', 'price-list.created'],
      },
    },
  },
  {
    title: 'prices that were made and changed',
    operation: prices('p1', { productId: '33', amount: '8.25' }, { productId: '40', amount: '3' }),
    later: {
      'have changed again': {
        calls: [
          prices('p1', { productId: '33', amount: '8.50' }, { productId: '99', amount: '3' }),
        ],
        listed: ['price.updated'],
      },
      'are gone': {
        calls: [['DELETE', '/price-lists/p1/prices/33']],
        listed: ['price.deleted'],
      },
      'are gone with their list': {
        calls: [
          ['PATCH', '/groups/2', { defaultPriceListId: null }],
          ['DELETE', '/price-lists/p1'],
        ],
        listed: ['prices.removed'],
      },
    },
  },
  {
    title: 'prices that were set and deleted together',
    operation: prices('p1', { productId: '33', amount: null }, { productId: '40', amount: '3' }),
    later: {
      'one of which was set again': {
        calls: [prices('p1', { productId: '33', amount: '8.50' })],
        listed: ['price.created'],
      },
    },
  },
  {
    title: 'prices that were deleted',
    operation: ['DELETE', '/price-lists/p1/prices/33'],
    later: {
      'one of which was set': {
        calls: [prices('p1', { productId: '33', minQuantity: 10, amount: '7.00' })],
        listed: ['price.created'],
      },
      'whose list is gone': {
        calls: [
          ['PATCH', '/groups/2', { defaultPriceListId: null }],
          ['DELETE', '/price-lists/p1'],
        ],
        listed: ['price-list.deleted'],
      },
      'whose list has another currency': {
        calls: [
          ['DELETE', '/price-lists/p1/prices/a%2Fb'],
          ['PATCH', '/price-lists/p1', { name: 'Euros' }],
          ['PATCH', '/price-lists/p1', { currency: 'EUR' }],
        ],
        listed: ['price-list.updated'],
      },
    },
  },
  {
    title: 'categories that were made and changed',
    operation: put(
      '/categories',
      'categories',
      { id: 'k4', name: 'New' },
      { id: 'k3', name: 'Glass', parentId: 'k4' },
      { id: 'k2', name: 'Sun' },
    ),
    later: {
      'one of which has a product': {
        calls: [put('/products', 'products', { id: '34', price: '4.00', categoryIds: ['k4'] })],
        listed: ['product.updated'],
      },
      'one of which has a sub-category': {
        calls: [put('/categories', 'categories', { id: 'k5', name: 'Y', parentId: 'k4' })],
        listed: ['category.created'],
      },
      'one of which has another name': {
        calls: [put('/categories', 'categories', { id: 'k3', name: 'Other', parentId: 'k4' })],
        listed: ['category.updated'],
      },
      'would lie in themselves': {
        calls: [put('/categories', 'categories', { id: 'k1', name: 'Frames', parentId: 'k2' })],
        listed: ['category.updated'],
      },
    },
  },
  {
    title: 'a category that was deleted',
    given: [put('/categories', 'categories', { id: 'k5', name: 'Y', parentId: 'k3' })],
    operation: ['DELETE', '/categories/k5'],
    later: {
      'was made anew': {
        calls: [put('/categories', 'categories', { id: 'k5', name: 'Y', parentId: 'k3' })],
        listed: ['category.created'],
      },
      'lay in one that is gone': {
        calls: [
          ['DELETE', '/products/33'],
          ['DELETE', '/categories/k3'],
        ],
        listed: ['category.deleted'],
      },
    },
  },
  {
    title: 'products that were made and changed',
    operation: put(
      '/products',
      'products',
      { id: '33', price: '11', categoryIds: ['k3', 'k1'] },
      { id: '35', name: 'New', categoryIds: ['k1'] },
    ),
    later: {
      'one of which has another price': {
        calls: [put('/products', 'products', { id: '33', price: '12', categoryIds: ['k3', 'k1'] })],
        listed: ['product.updated'],
      },
      'lay in a category that is gone': {
        calls: [['DELETE', '/categories/k2']],
        listed: ['category.deleted'],
      },
      'one of which is gone': { calls: [['DELETE', '/products/33']], listed: ['product.deleted'] },
    },
  },
  {
    title: 'a product that was deleted',
    operation: ['DELETE', '/products/33'],
    later: {
      'lay in a category that is gone': {
        calls: [['DELETE', '/categories/k3']],
        listed: ['category.deleted'],
      },
      'had a price in another currency': {
        calls: [
          ['DELETE', '/products/34'],
          ['PATCH', '/groups/2', { defaultPriceListId: null }],
          ['DELETE', '/price-lists/p1'],
          ['PATCH', '', { name: 'Renamed' }],
          ['PATCH', '', { currency: 'JPY' }],
        ],
        listed: ['store.updated'],
      },
    },
  },
];
