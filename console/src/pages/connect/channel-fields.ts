import type { ChannelName, Channels } from '../../api/stores';

type Kind = 'text' | 'number' | 'flag';
type Settings<Name extends ChannelName> = NonNullable<Channels[Name]>;

/** The settings of each API's channel; a new one does not compile before it is named here. */
export const CHANNEL_FIELDS = {
  bigcommerce: { storeHash: 'text', unpagedLists: 'flag' },
  ecwid: { storeId: 'number', customerGroupsEnabled: 'flag' },
  emporix: { tenant: 'text', site: 'text' },
  joptic: { storeId: 'text' },
} as const satisfies {
  [Name in ChannelName]-?: { [Field in keyof Settings<Name>]-?: Kind };
};

/** What a new channel begins with. */
export const CHANNEL_DEFAULTS: Readonly<Record<ChannelName, Record<string, unknown>>> = {
  bigcommerce: { storeHash: '', unpagedLists: false },
  ecwid: { storeId: '', customerGroupsEnabled: true },
  emporix: { tenant: '', site: 'main' },
  joptic: { storeId: '' },
};
