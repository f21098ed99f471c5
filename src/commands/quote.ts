import { Option } from 'commander';
import { quote as findPrices } from '../core/quote-service.js';
import { getStore } from '../core/store-service.js';
import { presentQuote } from '../dialects/native/present-quote.js';
import { parseQuote } from '../dialects/native/routes/quotes.js';
import { commandCaller } from '../runtime.js';
import { databaseCommand, withRuntime } from './command.js';
import { print } from './output.js';
import { groupIdsIn, printQuote } from './quote-output.js';
import { groupIdsOf, itemsOf, type RequestFlags, requestOf } from './quote-request.js';

interface Flags extends RequestFlags {
  data?: string;
  json?: boolean;
}

const EXAMPLES = [
  'quote acme --customer c1 --item frame:2 --item cloth',
  'quote acme --groups 7,9 --item frame --at 2026-12-01T00:00:00Z --explain',
  'quote acme --item lens:1@49.90 --currency EUR --json',
  'quote acme --file request.json',
];

export const quote = databaseCommand(
  'quote <store>',
  'Find the prices of items, and why they are what they are',
  EXAMPLES.join('\n  $ clientele '),
)
  .addOption(
    new Option('--customer <id>', 'the price of this customer').conflicts(['groups', 'guest']),
  )
  .addOption(
    new Option('--groups <ids>', 'the price that these groups make, with commas: 7,9')
      .argParser(groupIdsOf)
      .conflicts('guest'),
  )
  .option('--guest', 'the price of a guest (without --customer and --groups)')
  .option('--item <item>', 'product[:quantity[@unitPrice]], as often as there are items', itemsOf)
  .option('--at <time>', 'the price as of then, past or future (default: now)')
  .option('--currency <code>', 'currency of the prices, ISO 4217 (default: the store’s)')
  .addOption(
    new Option(
      '--file <file>',
      'JSON as of POST /v1/stores/{store}/quotes; - reads standard input',
    ).conflicts(['customer', 'groups', 'guest', 'item', 'at', 'currency']),
  )
  .option('--explain', 'with every candidate, and why it lost')
  .option('--json', 'print JSON: what the API answers')
  .action(async (storeId: string, flags: Flags) => {
    const command = parseQuote(await requestOf(flags));
    await withRuntime(flags, ({ database }, { historyDays }) =>
      database.read(commandCaller(storeId), async (view) => {
        const { currency: storeCurrency } = await getStore(view, storeId);
        const found = await findPrices(view, command, { storeCurrency, historyDays });
        if (flags.json) {
          print(JSON.stringify(presentQuote(found, found.at < view.now), null, 2));
          return;
        }
        const groups = await view.groups.findAll(storeId, groupIdsIn(found));
        const names = new Map(groups.map(({ id, name }) => [id, name]));
        printQuote(found, { storeCurrency, groups: names });
      }),
    );
  });
