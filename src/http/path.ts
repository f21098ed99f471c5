/**
 * The path that a request's target names, as the router reads it: without an origin and a query,
 * and decoded where it is well-formed, so that another spelling of a path is the same path.
 */
export function pathOf(url: string): string {
  const [path = ''] = url.replace(/^https?:\/\/[^/?#]*/i, '').split(/[?#]/, 1);
  return path.includes('%') ? path.split('/').map(decoded).join('/') : path;
}

function decoded(segment: string): string {
  try {
    // Not decodeURIComponent: an encoded slash separates nothing.
    return decodeURI(segment);
  } catch {
    return segment;
  }
}
