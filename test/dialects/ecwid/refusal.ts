import { CoreError } from '../../../src/core/errors.js';
import { refuse } from '../../../src/dialects/ecwid/errors.js';

/** What a client is told when this is refused. */
export function refusalOf(attempt: () => unknown): { status: number; body: unknown } {
  try {
    attempt();
  } catch (error) {
    if (!(error instanceof CoreError)) throw error;
    const { status, body = 'null' } = refuse(error);
    return { status, body: JSON.parse(body) };
  }
  throw new Error('Nothing was refused.');
}
