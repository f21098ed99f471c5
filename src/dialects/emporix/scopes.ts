import { grants, type Scope } from '../../core/actor.js';

/** The scopes of the document's `securitySchemes`, and what each one stands for here. */
const SCOPES = {
  'shipping.shipping_manage': 'groups:write',
  'shipping.shipping_read': 'groups:read',
} as const satisfies Record<string, Scope>;

export type ShippingScope = keyof typeof SCOPES;

const NAMES = Object.keys(SCOPES) as ShippingScope[];

/** Those of the vendor's scopes that a key has. */
export const shippingScopes = (scopes: readonly Scope[]): ShippingScope[] =>
  NAMES.filter((name) => grants(scopes, SCOPES[name]));

/**
 * What the bearer of a token may do: what it was granted, as far as its key has it. Every valid
 * token of a tenant may read its relations and groups: the document asks for no scope there
 * (`"oAuth2":[]`).
 */
export const scopesOfBearer = (
  granted: readonly ShippingScope[],
  ofKey: readonly Scope[],
): Scope[] => [
  'groups:read',
  ...shippingScopes(ofKey)
    .filter((name) => granted.includes(name))
    .map((name) => SCOPES[name]),
];

/**
 * What a token gets, in the order of the document: what was asked for, or all where no scope is
 * named (`tenant=acme` names the tenant alone). Undefined when more is asked for than there is.
 */
export function grantedScopes(
  asked: string,
  { tenant, scopes }: { tenant: string; scopes: readonly ShippingScope[] },
): ShippingScope[] | undefined {
  const words = asked.split(' ').filter((word) => word !== '');
  const names = words.filter((word) => word !== `tenant=${tenant}`);
  if (names.length === 0) return [...scopes];
  const known: readonly string[] = scopes;
  if (!names.every((name) => known.includes(name))) return undefined;
  return scopes.filter((name) => names.includes(name));
}

/** `tenant=acme shipping.shipping_manage` */
export const scopeText = (tenant: string, scopes: readonly ShippingScope[]): string =>
  [`tenant=${tenant}`, ...scopes].join(' ');

/** The scopes in what `scopeText` wrote. */
export const scopesIn = (text: string): ShippingScope[] => {
  const words = text.split(' ');
  return NAMES.filter((name) => words.includes(name));
};
