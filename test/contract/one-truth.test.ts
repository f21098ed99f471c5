import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  type Adapter,
  adapters,
  type GroupIdentity,
  identities,
  makeSharedStore,
  type NamedGroup,
  PRICE_LIST,
  type SharedStore,
} from '../helpers/adapters.js';
import { describeEngines } from '../helpers/engines.js';
import { type RunningService, startService } from '../helpers/service.js';

const ALL: readonly (readonly [string, Adapter])[] = Object.entries(adapters);

/** The APIs whose documents have an operation, each with it. */
function having<Name extends keyof Adapter>(
  operation: Name,
): (readonly [string, Adapter & Required<Pick<Adapter, Name>>])[] {
  const has = (adapter: Adapter): adapter is Adapter & Required<Pick<Adapter, Name>> =>
    adapter[operation] !== undefined;
  return ALL.flatMap(([name, adapter]) => (has(adapter) ? [[name, adapter] as const] : []));
}

const byName = (one: { name: string }, other: { name: string }) =>
  one.name < other.name ? -1 : Number(one.name > other.name);

describeEngines('one truth', (engine) => {
  let service: RunningService;
  beforeAll(async () => {
    service = await startService(engine);
  });
  afterAll(() => service.close());

  /** A store with a group made through each API, named after it. */
  async function makeStore(): Promise<{ store: SharedStore; groups: NamedGroup[] }> {
    const store = await makeSharedStore(service.origin);
    for (const [name, adapter] of ALL) await adapter.create(store, `by-${name}`);
    return { store, groups: await identities(store) };
  }

  async function join(store: SharedStore, id: string, groupIds: readonly number[] = []) {
    const { status } = await store.native.call('POST', '/customers', { body: { id, groupIds } });
    expect(status).toBe(201);
  }

  /** Every API lists these groups, by its own ids. */
  async function expectGroups(store: SharedStore, groups: readonly NamedGroup[]): Promise<void> {
    for (const [name, adapter] of ALL) {
      const expected = groups.map((group) => ({ id: adapter.idOf(group), name: group.name }));
      const list = await adapter.list(store);
      expect(list.sort(byName), `seen through ${name}`).toEqual(expected.sort(byName));
    }
  }

  /** Every API that tells a customer's groups tells these. */
  async function expectGroupsOf(
    store: SharedStore,
    customerId: string,
    groups: readonly GroupIdentity[],
  ): Promise<void> {
    for (const [name, adapter] of having('groupsOf')) {
      const ids = await adapter.groupsOf(store, customerId);
      expect(ids, `${customerId} seen through ${name}`).toEqual(groups.map(adapter.idOf));
    }
  }

  it.each(ALL)('shows a group that %s made to all', async (_, adapter) => {
    const store = await makeSharedStore(service.origin);
    await store.native.call('POST', '/groups', { body: { name: 'Before' } });
    const id = await adapter.create(store, 'wholesale');
    const groups = await identities(store);
    expect(groups.map(({ name }) => name)).toEqual(['Before', 'wholesale']);
    expect(groups.map(adapter.idOf)[1]).toBe(id);
    await expectGroups(store, groups);
  });

  it('names each group by the ids of each API', async () => {
    const { groups } = await makeStore();
    const publicIds = groups.map(({ publicId }) => publicId);
    for (const id of publicIds) expect(id).toMatch(/^cgrp_\w+$/);
    const [native, bigcommerce, ecwid, , joptic] = publicIds;
    const numbers = [1, 2, 3, 4, 5];
    expect(Object.fromEntries(ALL.map(([name, { idOf }]) => [name, groups.map(idOf)]))).toEqual({
      native: numbers,
      bigcommerce: numbers,
      ecwid: numbers,
      // What is made here has an id of its own.
      emporix: [native, bigcommerce, ecwid, 'by-emporix', joptic],
      joptic: publicIds,
    });
  });

  it.each(having('rename'))('shows a name that %s gave to all', async (_, adapter) => {
    const { store, groups } = await makeStore();
    for (const group of groups) await adapter.rename(store, adapter.idOf(group), `${group.name} 2`);
    await expectGroups(
      store,
      groups.map((group) => ({ ...group, name: `${group.name} 2` })),
    );
  });

  it.each(ALL)('hides a group that %s deleted from all', async (_, adapter) => {
    const { store, groups } = await makeStore();
    const [stays, ...others] = groups.toReversed();
    for (const { id } of groups) await join(store, `c${id}`, [id]);
    for (const group of others) await adapter.delete(store, adapter.idOf(group));
    await expectGroups(store, groups.slice(-1));
    for (const { id } of others) await expectGroupsOf(store, `c${id}`, []);
    await expectGroupsOf(store, `c${stays?.id}`, groups.slice(-1));
  });

  it.each(having('assign'))('shows a customer whom %s assigned to all', async (_, adapter) => {
    const { store, groups } = await makeStore();
    for (const group of groups) {
      await join(store, `c${group.id}`);
      await adapter.assign(store, `c${group.id}`, adapter.idOf(group));
      await expectGroupsOf(store, `c${group.id}`, [group]);
    }
    const { json } = await store.native.call('GET', '/groups');
    expect(json.data.map(({ memberCount }: { memberCount: number }) => memberCount)).toEqual(
      groups.map(() => 1),
    );
  });

  it.each(having('unassign'))(
    'hides a customer whom %s unassigned from all',
    async (_, adapter) => {
      const { store, groups } = await makeStore();
      for (const group of groups) {
        await join(store, `c${group.id}`, [group.id]);
        await adapter.unassign(store, `c${group.id}`, adapter.idOf(group));
        await expectGroupsOf(store, `c${group.id}`, []);
      }
      await expectGroups(store, groups);
    },
  );

  it('shows one of many groups where an API knows one', async () => {
    const { store, groups } = await makeStore();
    const [first, second, third] = groups as [NamedGroup, NamedGroup, NamedGroup];
    const { native, emporix, joptic } = adapters;
    await join(store, 'c1', [second.id]);
    await joptic.assign(store, 'c1', joptic.idOf(first));
    expect(await native.groupsOf(store, 'c1')).toEqual([first.id, second.id]);
    expect(await emporix.groupsOf(store, 'c1')).toEqual([emporix.idOf(first)]);

    await store.emporix('PUT', '/cgrelations/c1', { groupId: emporix.idOf(third) });
    await expectGroupsOf(store, 'c1', [third]);
  });

  it('takes a newcomer into the group that BigCommerce makes the default', async () => {
    const { store, groups } = await makeStore();
    await store.bigcommerce('PUT', '/customer_groups/3', { is_default: true });
    await store.native.call('POST', '/customers', { body: { id: 'c1' } });
    await expectGroupsOf(store, 'c1', groups.slice(2, 3));
  });

  it('shows the price list of JOptic as a rule of BigCommerce', async () => {
    const { store, groups } = await makeStore();
    const { json } = await store.bigcommerce('GET', `/customer_groups/${groups[4]?.id}`);
    expect(json).toMatchObject({
      name: 'by-joptic',
      discount_rules: [{ type: 'price_list', price_list_id: PRICE_LIST }],
    });
  });
});
