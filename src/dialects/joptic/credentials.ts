const BEARER = /^Bearer +([^\s]+) *$/i;

/** The token that a request shows; undefined when there is none. */
export const bearerOf = (authorization = ''): string | undefined => BEARER.exec(authorization)?.[1];
