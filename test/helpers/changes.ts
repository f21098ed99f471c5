import { dump, ofStore, openEngine, type Row } from './database.js';
import type { RunningService } from './service.js';

/** The rows of a store's change log of these entities, as the database holds them. */
export async function changesOf(
  service: RunningService,
  storeId: string,
  ...entities: string[]
): Promise<Row[]> {
  const { changes = [] } = await rowsOf(service, storeId);
  return changes.filter(({ entity }) => entities.includes(entity)).sort((a, b) => a.seq - b.seq);
}

/** Everything that the database holds of a store. */
export async function rowsOf(service: RunningService, storeId: string) {
  const engine = openEngine(service.place);
  try {
    return ofStore(await dump(engine), storeId);
  } finally {
    await engine.close();
  }
}
