import { Type } from 'typebox';
import {
  createCustomer,
  customerTag,
  deleteCustomer,
  getCustomer,
  getCustomerGroups,
  groupIdsTag,
  listCustomers,
  putCustomer,
  putCustomerGroups,
  updateCustomer,
} from '../../../core/customer-service.js';
import type { Endpoints } from '../endpoint.js';
import { pageById, pageOf } from '../page.js';
import { presentCustomer } from '../present.js';
import { Id, PageOf } from '../schemas/common.js';
import {
  Customer,
  CustomerDeletion,
  CustomerFields,
  CustomerGroups,
  CustomerPatch,
  CustomerQuery,
  NewCustomer,
} from '../schemas/customers.js';

const tag = 'customers';
const inStore = Type.Object({ store: Type.String() });
const one = Type.Object({ store: Type.String(), customer: Id('The customer.') });

export function customerRoutes(endpoints: Endpoints): void {
  endpoints.write(
    'POST',
    '/stores/:store/customers',
    {
      summary: 'Create a customer; without groupIds it joins the default group',
      tag,
      params: inStore,
      body: NewCustomer,
      customerId: ({ body }) => body.id,
      answers: { 201: Customer },
    },
    async (unit, { body, params }) => {
      const customer = await createCustomer(unit, body);
      return {
        status: 201,
        body: presentCustomer(customer),
        tag: customerTag(customer),
        customerId: customer.id,
        location: `/v1/stores/${params.store}/customers/${encodeURIComponent(customer.id)}`,
      };
    },
  );

  endpoints.read(
    '/stores/:store/customers',
    {
      summary: 'List customers',
      tag,
      params: inStore,
      query: CustomerQuery,
      answers: { 200: PageOf(Customer, 'Customers by id.') },
    },
    async (view, { query }) => {
      const { limit, cursor, ...filter } = query;
      const customers = await listCustomers(view, filter, pageById({ limit, cursor }));
      return { status: 200, body: pageOf(customers, query, presentCustomer, ({ id }) => [id]) };
    },
  );

  endpoints.read(
    '/stores/:store/customers/:customer',
    { summary: 'Get a customer', tag, params: one, answers: { 200: Customer } },
    async (view, { params }) => {
      const customer = await getCustomer(view, params.customer);
      return { status: 200, body: presentCustomer(customer), tag: customerTag(customer) };
    },
  );

  endpoints.write(
    'PUT',
    '/stores/:store/customers/:customer',
    {
      summary: 'Create or replace a customer; its groups only where they are named',
      tag,
      params: one,
      body: CustomerFields,
      customerId: ({ params }) => params.customer,
      answers: { 200: Customer, 201: Customer },
    },
    async (unit, { params, body, precondition }) => {
      const { customer, created } = await putCustomer(unit, params.customer, body, precondition);
      return {
        status: created ? 201 : 200,
        body: presentCustomer(customer),
        tag: customerTag(customer),
      };
    },
  );

  endpoints.write(
    'PATCH',
    '/stores/:store/customers/:customer',
    {
      summary: 'Change a customer',
      tag,
      params: one,
      body: CustomerPatch,
      customerId: ({ params }) => params.customer,
      answers: { 200: Customer },
    },
    async (unit, { params, body, precondition }) => {
      const customer = await updateCustomer(unit, params.customer, body, precondition);
      return { status: 200, body: presentCustomer(customer), tag: customerTag(customer) };
    },
  );

  endpoints.write(
    'DELETE',
    '/stores/:store/customers/:customer',
    {
      summary: 'Delete a customer',
      tag,
      params: one,
      query: CustomerDeletion,
      customerId: ({ params }) => params.customer,
      answers: { 204: null },
    },
    async (unit, { params, query: { erase }, precondition }) => {
      await deleteCustomer(unit, params.customer, { erase, precondition });
      return { status: 204 };
    },
  );

  endpoints.read(
    '/stores/:store/customers/:customer/groups',
    {
      summary: 'Get the groups that a customer is in now',
      tag,
      params: one,
      answers: { 200: CustomerGroups },
    },
    async (view, { params }) => {
      const groupIds = await getCustomerGroups(view, params.customer);
      return { status: 200, body: { groupIds }, tag: groupIdsTag(groupIds) };
    },
  );

  endpoints.write(
    'PUT',
    '/stores/:store/customers/:customer/groups',
    {
      summary: 'Leave a customer in exactly these groups',
      tag,
      params: one,
      body: CustomerGroups,
      customerId: ({ params }) => params.customer,
      answers: { 200: CustomerGroups },
    },
    async (unit, { params, body, precondition }) => {
      const groupIds = await putCustomerGroups(unit, params.customer, body.groupIds, precondition);
      return { status: 200, body: { groupIds }, tag: groupIdsTag(groupIds) };
    },
  );
}
