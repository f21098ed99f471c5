import type { Instant } from './environment.js';

/**
 * The address under which one vendor's API reaches a store, and what that API needs to know
 * about it. The core knows the address alone; the settings belong to the dialect.
 */
export interface Channel {
  /** Unique among the channels of its dialect, over all stores. */
  address: string;
  settings: Readonly<Record<string, unknown>>;
}

/** By dialect. */
export type Channels = Readonly<Record<string, Channel>>;

export interface Store {
  /** The slug that names the store in paths. */
  id: string;
  /** Random, 40 bits, never reused: part of public ids. */
  number: number;
  name: string;
  /** ISO 4217. */
  currency: string;
  channels: Channels;
  version: number;
  createdAt: Instant;
  updatedAt: Instant;
}

export const STORE_ID_PATTERN = '^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$';

const STORE_ID = new RegExp(STORE_ID_PATTERN);
export const isStoreId = (text: string): boolean => STORE_ID.test(text);

/** What Intl leaves out of ISO 4217: the digital bolívar, and units of account. */
const NOT_IN_INTL = 'BOV CHE CHW CLF COU MXV USN UYI UYW VED XUA';
const CURRENCIES = new Set([...Intl.supportedValuesOf('currency'), ...NOT_IN_INTL.split(' ')]);
export const isCurrency = (code: string): boolean => CURRENCIES.has(code);
