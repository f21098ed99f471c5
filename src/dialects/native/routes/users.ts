import { Type } from 'typebox';
import { MAX_NAME } from '../../../core/limits.js';
import { ID_PATTERN } from '../../../core/text.js';
import { deleteUser, getUser, listUsers, putUser, userTag } from '../../../core/user-service.js';
import type { Endpoints } from '../endpoint.js';
import { pageById, pageOf } from '../page.js';
import { presentUser } from '../present.js';
import { PageOf, PageQuery } from '../schemas/common.js';
import { User, UserFields } from '../schemas/users.js';

const tag = 'users';
const inStore = Type.Object({ store: Type.String() });
const one = Type.Object({
  store: Type.String(),
  user: Type.String({ minLength: 1, maxLength: MAX_NAME, pattern: ID_PATTERN }),
});

export function userRoutes(endpoints: Endpoints): void {
  endpoints.read(
    '/stores/:store/users',
    {
      summary: 'List the users who may sign in with a token',
      tag,
      params: inStore,
      query: PageQuery,
      answers: { 200: PageOf(User, 'Users by id.') },
    },
    async (view, { query }) => {
      const users = await listUsers(view, pageById(query));
      return { status: 200, body: pageOf(users, query, presentUser, ({ id }) => [id]) };
    },
  );

  endpoints.read(
    '/stores/:store/users/:user',
    { summary: 'Get a user', tag, params: one, answers: { 200: User } },
    async (view, { params }) => {
      const user = await getUser(view, params.user);
      return { status: 200, body: presentUser(user), tag: userTag(user) };
    },
  );

  endpoints.write(
    'PUT',
    '/stores/:store/users/:user',
    {
      summary: 'Say what a user may do',
      tag,
      params: one,
      body: UserFields,
      answers: { 200: User, 201: User },
    },
    async (unit, { params, body, precondition }) => {
      const { user, created } = await putUser(unit, params.user, body, precondition);
      return { status: created ? 201 : 200, body: presentUser(user), tag: userTag(user) };
    },
  );

  endpoints.write(
    'DELETE',
    '/stores/:store/users/:user',
    { summary: 'Remove a user', tag, params: one, answers: { 204: null } },
    async (unit, { params, precondition }) => {
      await deleteUser(unit, params.user, precondition);
      return { status: 204 };
    },
  );
}
