import { afterAll, beforeAll } from 'vitest';
import { type CallOptions, call, makeStore, type Reply, type TestStore } from './api.js';
import type { EngineName } from './engines.js';
import { OpenApi } from './openapi.js';
import { type RunningService, type ServiceOptions, startService } from './service.js';

/** The native API of a service that runs for as long as a suite does. */
export interface NativeApi {
  readonly service: RunningService;
  readonly openApi: OpenApi;
  /** As `call`, below the service's origin; an answer that is not as documented is a failure. */
  call(method: string, path: string, options?: CallOptions): Promise<Reply>;
  /** A store of its own for a test, whose calls are checked in the same way. */
  makeStore(overrides?: Readonly<Record<string, unknown>>): Promise<TestStore>;
}

/** Starts the service before the tests of the suite around it, and closes it after them. */
export function nativeApi(engine: EngineName, options?: ServiceOptions): NativeApi {
  let service: RunningService | undefined;
  let openApi: OpenApi | undefined;
  beforeAll(async () => {
    service = await startService(engine, options);
    openApi = await OpenApi.of(service.origin);
  });
  afterAll(() => service?.close());
  const running = () => {
    if (!service || !openApi) throw new Error('The service does not run yet.');
    return { service, openApi };
  };
  const checked: typeof call = async (origin, method, path, given) => {
    const reply = await call(origin, method, path, given);
    running().openApi.check(method, path, reply);
    return reply;
  };
  return {
    get service() {
      return running().service;
    },
    get openApi() {
      return running().openApi;
    },
    call: (method, path, given) => checked(running().service.origin, method, path, given),
    makeStore: (overrides) => makeStore(running().service.origin, overrides, checked),
  };
}
