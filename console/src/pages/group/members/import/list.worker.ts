import {
  type Choice,
  type Names,
  NO_TEXT,
  namesIn,
  parseList,
  type Reading,
  understand,
} from './list';

/** What the page asks of the worker. */
export type Question = { read: string | Blob } | { pick: Choice };
export type Reply = { reading: Reading } | { names: Names } | { error: string };

/*
 * Lists of a hundred thousand lines are read beside the page, which goes on answering. A file of
 * the build: the page's policy lets no worker be made from a text.
 */
let rows: string[][] = [];

const reply = (message: Reply): void => self.postMessage(message);

addEventListener('message', async ({ data }: MessageEvent<Question>) => {
  try {
    if ('read' in data) {
      const text = typeof data.read === 'string' ? data.read : await data.read.text();
      const isText = !text.includes('\0');
      rows = isText ? parseList(text) : [];
      reply({ reading: isText ? understand(rows) : NO_TEXT });
    } else {
      reply({ names: namesIn(rows, data.pick) });
    }
  } catch (error) {
    reply({ error: String(error) });
  }
});
