import { Type } from 'typebox';
import { MAX_NAME } from '../../../core/limits.js';
import {
  Closed,
  Created,
  Id,
  Nullable,
  OneOf,
  pageFields,
  Time,
  Updated,
  Version,
} from './common.js';

const fields = {
  name: Type.String({ minLength: 1, maxLength: MAX_NAME }),
  currency: Type.String({
    pattern: '^[A-Z]{3}$',
    description: 'As in ISO 4217; the store’s when left out.',
  }),
  startsAt: Nullable(Time('From when on its prices count; null: always.')),
  endsAt: Nullable(Time('Until when they count, exclusive; null: for good.')),
};

const { name, ...others } = Type.Partial(Type.Object(fields)).properties;

export const NewPriceList = Closed({
  id: Type.Optional(Id('Yours; generated when left out.')),
  name: fields.name,
  ...others,
});
export const PriceListPatch = Closed({ name, ...others });

export const PriceListQuery = Closed({
  search: Type.Optional(
    Type.String({ maxLength: MAX_NAME, description: 'Part of the name, any case.' }),
  ),
  sort: Type.Optional(
    OneOf(['id', '-id', 'name', '-name', 'updatedAt', '-updatedAt'], {
      default: 'id',
      description: 'With `-` from the last to the first.',
    }),
  ),
  ...pageFields,
});

export const PriceList = Type.Object({
  id: Type.String(),
  ...fields,
  version: Version,
  createdAt: Created,
  updatedAt: Updated,
});
