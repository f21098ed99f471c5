import { Type } from 'typebox';
import {
  categoryTag,
  deleteCategory,
  getCategory,
  listCategories,
  putCategories,
} from '../../../core/category-service.js';
import type { Endpoints } from '../endpoint.js';
import { pageById, pageOf } from '../page.js';
import { presentCategory } from '../present.js';
import { Category, CategoryQuery, CategorySet } from '../schemas/catalog.js';
import { BulkCounts, Id, PageOf } from '../schemas/common.js';

const tag = 'catalog';
const inStore = Type.Object({ store: Type.String() });
const one = Type.Object({ store: Type.String(), category: Id('The category.') });

export function categoryRoutes(endpoints: Endpoints): void {
  endpoints.write(
    'PUT',
    '/stores/:store/categories',
    {
      summary: 'Create and replace many categories, all or nothing',
      tag,
      params: inStore,
      body: CategorySet,
      answers: { 200: BulkCounts },
    },
    async (unit, { body }) => ({ status: 200, body: await putCategories(unit, body.categories) }),
  );

  endpoints.read(
    '/stores/:store/categories',
    {
      summary: 'List categories',
      tag,
      params: inStore,
      query: CategoryQuery,
      answers: { 200: PageOf(Category, 'Categories by id.') },
    },
    async (view, { query }) => {
      const { limit, cursor, ...filter } = query;
      const categories = await listCategories(view, filter, pageById({ limit, cursor }));
      return { status: 200, body: pageOf(categories, query, presentCategory, ({ id }) => [id]) };
    },
  );

  endpoints.read(
    '/stores/:store/categories/:category',
    { summary: 'Get a category', tag, params: one, answers: { 200: Category } },
    async (view, { params }) => {
      const category = await getCategory(view, params.category);
      return { status: 200, body: presentCategory(category), tag: categoryTag(category) };
    },
  );

  endpoints.write(
    'DELETE',
    '/stores/:store/categories/:category',
    {
      summary: 'Delete a category without sub-categories and products',
      tag,
      params: one,
      answers: { 204: null },
    },
    async (unit, { params, precondition }) => {
      await deleteCategory(unit, params.category, precondition);
      return { status: 204 };
    },
  );
}
