import type { Coverage, CoveredRoute, Item } from '../../src/dialects/coverage.js';
import { partsOf, type VendorDialect, type VendorName } from './coverage.js';

interface Vendor {
  paths: readonly string[];
  credential: string;
  /** Packages of the vendor or its users that are put to work, unmodified, in test/clients. */
  clients: readonly string[];
}

/** What a user asks first of each API. */
export const VENDORS: Readonly<Record<VendorName, Vendor>> = {
  bigcommerce: {
    paths: ['/stores/{store_hash}/v2', '/api/v2'],
    credential: '`X-Auth-Token: <key>`, or Basic',
    clients: ['node-bigcommerce', 'bigcommerce-api-client'],
  },
  ecwid: {
    paths: ['/api/v3/{storeId}'],
    credential: '`?token=<key>`, or `Authorization: Bearer <key>`',
    clients: ['ecwid-api-client'],
  },
  emporix: {
    paths: ['/shipping/{tenant}/{site}', '/oauth/token'],
    credential: 'OAuth2 client credentials: a key’s id and secret',
    clients: [],
  },
  joptic: {
    paths: ['/customer-group'],
    credential: 'a user’s JWT, and `x-store-id`',
    clients: [],
  },
};

export interface Entry {
  dialect: VendorDialect;
  coverage: Coverage;
}

/** @param versions of the clients, by their names */
export function compatibilityPage(
  entries: readonly Entry[],
  versions: Readonly<Record<string, string>>,
): string {
  return `# Compatibility

Clientele speaks the customer-group APIs of several vendors at the vendors’ own paths, so that a client needs nothing
changed but its host. This page says what of them works, where we differ, and why.

**Faithful** means: every route, parameter, status and error that the vendor’s document describes works, and is answered
in the vendor’s form, to the last byte where the document gives it. Where a document is silent or contradicts itself, we
do what the vendor’s service and its clients do. Every such decision, and every place where we differ on purpose, has
its reason here, under “Differences and decisions”. What has no number beside it is as in the document.

**Shown, not claimed:** each line names the test that shows it. Such a test speaks HTTP with the running program, on
SQLite and on PostgreSQL; only what no client can bring about, such as a 500, is shown on the code that answers it.
\`npm test\` runs them all, and fails when a route is served and not listed here, or listed and not served, or when a
line names no test that there is. This page is made from those lists.

${table(['API', 'Paths', 'Credential', 'Documents', 'Proven with'], entries.map(summaryOf))}

A _key_ is what \`clientele key create\` or the native API makes; which store an address leads to is said by the store’s
\`channels\`. Both, and everything else that Clientele’s own API has, are in \`/docs\` of a running service. Whatever is
made through one API is seen through all: [one-truth.test.ts](../test/contract/one-truth.test.ts).

${entries.map(sectionOf).join('\n')}
<!-- Made from src/dialects/*/coverage.ts: \`npx vitest run test/dialects/coverage.test.ts -u\` writes it anew. -->
`;

  function summaryOf({ dialect, coverage }: Entry): string[] {
    const { paths, credential, clients } = VENDORS[dialect.name];
    return [
      `[${dialect.title}](#${anchorOf(dialect.title)})`,
      paths.map(code).join('<br>'),
      credential,
      coverage.documents.join('<br>'),
      clients.length > 0
        ? clients.map((name) => `${name} ${versions[name]}, unmodified`).join('<br>')
        : 'the samples of its document',
    ];
  }
}

function sectionOf({ dialect: { name, title }, coverage }: Entry): string {
  const notes = [...notesOf(coverage)].map(([note, { items, methods }], index) => ({
    note,
    of: inOneLine(items) + (methods.size > 0 ? ` (${[...methods].join(', ')})` : ''),
    number: index + 1,
    anchor: `${name}-${index + 1}`,
  }));
  const marks: Marks = new Map(
    notes.map(({ note, number, anchor }) => [note, ` <sup>[${number}](#${anchor})</sup>`]),
  );
  const decisions = notes.map(({ note, of, number, anchor }) => [
    `<a id="${anchor}"></a>${number}`,
    of,
    note,
  ]);
  return `## ${title}

### ${title}: differences and decisions

${decisions.length > 0 ? table(['', 'Of', 'What we do, and why'], decisions) : 'None.'}

### ${title}: everywhere

${table(['', 'Shown by'], linesOf(coverage.everywhere, marks))}

${coverage.routes.map((route) => routeSection(route, marks)).join('\n')}`;
}

/** What refers to a note, by the note. */
type Marks = ReadonlyMap<string | undefined, string>;

/** What a note is about: items, and the methods of their routes. */
interface Subject {
  items: Set<string>;
  methods: Set<string>;
}

/** Each note once. */
function notesOf({ everywhere, routes }: Coverage): Map<string, Subject> {
  const notes = new Map<string, Subject>();
  const add = ({ name, note }: Item, method?: string) => {
    if (note === undefined) return;
    const subject = notes.get(note) ?? { items: new Set(), methods: new Set() };
    subject.items.add(itemName(name));
    if (method) subject.methods.add(method);
    notes.set(note, subject);
  };
  for (const item of everywhere) add(item);
  for (const route of routes) {
    for (const item of partsOf(route).flatMap(({ items }) => items)) add(item, route.method);
  }
  return notes;
}

function routeSection(route: CoveredRoute, marks: Marks): string {
  const { method, path, aliases = [], summary } = route;
  const rows = partsOf(route).flatMap(({ place, items }) =>
    linesOf(items, marks).map((line, index) => [index === 0 ? `**${place}**` : '', ...line]),
  );
  return `### \`${method} ${plainPath(path)}\`

${summary}
${aliases.length > 0 ? otherPaths(aliases) : ''}
${table(['', '', 'Shown by'], rows)}
`;
}

const otherPaths = (aliases: readonly string[]): string => `
<details><summary>At ${aliases.length} other paths too</summary>

${aliases.map((alias) => code(plainPath(alias))).join('<br>')}
</details>
`;

/** A line for all that follow each other with the same test and note. */
function linesOf(items: readonly Item[], marks: Marks): string[][] {
  const lines: Item[][] = [];
  for (const item of items) {
    const last = lines.at(-1);
    if (last?.[0]?.test === item.test && last[0].note === item.note) last.push(item);
    else lines.push([item]);
  }
  return lines.map((line) => {
    const mark = marks.get(line[0]?.note) ?? '';
    return [
      inOneLine(line.map(({ name }) => itemName(name))) + mark,
      testLink(line[0]?.test ?? ''),
    ];
  });
}

function testLink(test: string): string {
  const [file = '', ...title] = test.split(' > ');
  const name = file.replace(/^.*\//, '').replace(/\.test\.ts$/, '');
  // What a table of cases fills in.
  const text = title.join(' > ').replace(/%[sdijo]/g, '…');
  return `[${name}](../test/${file}): ${text}`;
}

/** What is said in words may have commas of its own. */
function inOneLine(items: Iterable<string>): string {
  const all = [...items];
  return all.join(all.every((item) => item.startsWith('`')) ? ', ' : '; ');
}

/** Words of the wire are shown as such; what is said in words, or has its own marks, stays. */
function itemName(name: string): string {
  const words = name.split(', ');
  return words.every((word) => WORD.test(word)) ? words.map(code).join(', ') : name;
}

const WORD = /^[\w:.[\]-]*[a-z_][\w:.[\]-]*$/i;

/** Without the patterns that a parameter of a route may have. */
const plainPath = (path: string): string => path.replace(/(:\w+)\(.*\)/g, '$1');

const code = (text: string): string => `\`${text}\``;

const anchorOf = (title: string): string => title.toLowerCase().replaceAll(' ', '-');

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows]
    .map((row) => `| ${row.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n');
}
