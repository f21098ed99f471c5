import { QueryClient } from '@tanstack/react-query';
import { asProblem } from './api/problem';

const MAX_ATTEMPTS = 3;

/** Only what may pass is tried again: anything else would only be told later. */
export const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      retry: (failures, error) => asProblem(error).isPassing && failures < MAX_ATTEMPTS - 1,
    },
    mutations: { retry: false },
  },
});
