import { Readable } from 'node:stream';

interface Pages<Row> {
  /** The rows after the given one, from the first one on; fewer than `size` when they are the last. */
  load(after: Row | undefined): Promise<readonly Row[]>;
  size: number;
  text(row: Row): string;
}

/**
 * A JSON array of any length, page by page: while one page is sent, the next one is read, and none
 * after it before there is room. What fails on the way ends the stream in an error, so that half
 * an array is never taken for a whole one.
 */
export const jsonArray = <Row>(pages: Pages<Row>): Readable =>
  Readable.from(pieces(pages), { highWaterMark: 1 });

async function* pieces<Row>({ load, size, text }: Pages<Row>): AsyncGenerator<Buffer> {
  let opening = '[';
  let next: Promise<readonly Row[]> | undefined = load(undefined);
  // Heard of when it is awaited; until then a failure is nobody's, and would end the process.
  next.catch(() => {});
  while (next) {
    const rows: readonly Row[] = await next;
    next = rows.length < size ? undefined : load(rows.at(-1));
    // Nobody waits for it when the reader goes away meanwhile.
    next?.catch(() => {});
    // A last page may be empty.
    const comma: string = opening === '' && rows.length > 0 ? ',' : '';
    yield Buffer.from(opening + comma + rows.map(text).join() + (next ? '' : ']'));
    opening = '';
    // Others get their turn between pages: a database in this process and a socket that takes
    // everything would otherwise never give way.
    if (next) await new Promise(setImmediate);
  }
}
