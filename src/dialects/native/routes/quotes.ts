import { type Static, Type } from 'typebox';
import { CoreError } from '../../../core/errors.js';
import type { CategoryAccess } from '../../../core/group.js';
import { parseAmount } from '../../../core/money.js';
import {
  accessOfCustomer,
  accessOfGroups,
  type ExplainedAccess,
  type QuoteCommand,
  quote,
} from '../../../core/quote-service.js';
import type { Endpoints } from '../endpoint.js';
import { groupIdsOf } from '../group-ids.js';
import { instantOf } from '../parse.js';
import { presentQuote } from '../present-quote.js';
import { Closed, Id } from '../schemas/common.js';
import { Access, Quote, QuoteRequest } from '../schemas/quotes.js';
import { InvalidParameters } from '../validation.js';

const tag = 'quotes';
const inStore = Type.Object({ store: Type.String() });
const ofCustomer = Type.Object({ store: Type.String(), customer: Id('The customer.') });

export const parseQuote = ({
  items,
  at,
  explain,
  ...who
}: Static<typeof QuoteRequest>): QuoteCommand => ({
  ...who,
  at: instantOf(at),
  explain: explain === true,
  items: items.map(({ productId, quantity = 1, unitPrice, categoryIds = null }) => ({
    productId,
    quantity,
    unitPrice: unitPrice === undefined ? null : (parseAmount(unitPrice) ?? null),
    categoryIds,
  })),
});

const presentAccess = (access: CategoryAccess): object => ({
  type: access.type,
  categories: access.type === 'specific' ? access.categories : [],
});

const presentExplained = ({ groups, ...access }: ExplainedAccess, explain?: boolean): object => ({
  ...presentAccess(access),
  ...(explain && {
    groups: groups.map(({ groupId, access }) => ({ groupId, ...presentAccess(access) })),
  }),
});

const explain = Type.Optional(
  Type.Boolean({ default: false, description: 'With what each of the groups lets be seen.' }),
);

/** What the core says of the ids is here about a parameter, and not about a body. */
function aboutParameter(error: unknown): never {
  if (!(error instanceof CoreError) || error.code !== 'invalid') throw error;
  throw new InvalidParameters(error.faults.map(({ message }) => ({ path: ['groupIds'], message })));
}

export function quoteRoutes(endpoints: Endpoints): void {
  endpoints.ask(
    '/stores/:store/quotes',
    {
      summary: 'Find the prices of items, and why they are what they are',
      tag,
      params: inStore,
      body: QuoteRequest,
      answers: { 200: Quote },
    },
    async (view, { body, currency, historyDays }) => {
      const terms = { storeCurrency: currency, historyDays };
      const found = await quote(view, parseQuote(body), terms);
      return { status: 200, body: presentQuote(found, found.at < view.now) };
    },
  );

  endpoints.read(
    '/stores/:store/customers/:customer/access',
    {
      summary: 'Tell what a customer may see',
      tag,
      params: ofCustomer,
      query: Closed({ explain }),
      answers: { 200: Access },
    },
    async (view, { params, query }) => ({
      status: 200,
      body: presentExplained(await accessOfCustomer(view, params.customer), query.explain),
    }),
  );

  endpoints.read(
    '/stores/:store/access',
    {
      summary: 'Tell what groups may see, or a guest',
      tag,
      params: inStore,
      query: Closed({
        groupIds: Type.Optional(
          Type.String({ description: 'Ids with commas: `7,9`. Without it, a guest.' }),
        ),
        explain,
      }),
      answers: { 200: Access },
    },
    async (view, { query }) => {
      const groupIds = groupIdsOf('groupIds', query.groupIds);
      const access = await accessOfGroups(view, groupIds).catch(aboutParameter);
      return { status: 200, body: presentExplained(access, query.explain) };
    },
  );
}
