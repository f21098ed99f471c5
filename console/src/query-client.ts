import { QueryClient } from '@tanstack/react-query';
import { asProblem } from './api/problem';

const MAX_ATTEMPTS = 3;

/**
 * Only what may pass is tried again: anything else would only be told later. Nor does anything wait
 * in silence until the browser believes that it is connected.
 */
export const client = new QueryClient({
  defaultOptions: {
    queries: {
      networkMode: 'always',
      staleTime: 5_000,
      retry: (failures, error) => asProblem(error).isPassing && failures < MAX_ATTEMPTS - 1,
    },
    mutations: { networkMode: 'always', retry: false },
  },
});
