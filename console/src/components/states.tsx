import { Alert, Button, Group, Loader, Stack, Text, Title } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { UseQueryResult } from '@tanstack/react-query';
import { Navigate, useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { asProblem, type Problem } from '../api/problem';
import { t } from '../texts';
import { Link } from './link';

export function Loading() {
  return (
    <Group role="status" gap="sm" p="md" justify="center">
      <Loader size="sm" aria-hidden />
      <Text c="dimmed">{t.loading}</Text>
    </Group>
  );
}

interface EmptyProps {
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}

/** Where nothing is. A later page whose last row has gone leads to the first one. */
export function Empty({ title, children, action }: EmptyProps) {
  const { cursor } = useSearch({ strict: false });
  if (cursor !== undefined) {
    return <Navigate to="." search={(others) => ({ ...others, cursor: undefined })} replace />;
  }
  return (
    <Stack align="center" gap="xs" py="xl" px="md" ta="center">
      <Text fw={600}>{title}</Text>
      {children && <Text c="dimmed">{children}</Text>}
      {action}
    </Stack>
  );
}

/** What went wrong in words: ours where we know better, the service's otherwise. */
export function wordsFor(problem: Problem): string {
  if (problem.status === 0) return t.failure.unreachable;
  if (problem.isPassing) return t.failure.busy;
  if (problem.status === 403) return `${t.failure.forbidden} ${problem.message}`;
  return [
    problem.message,
    ...problem.faults.map(({ place, message }) => `${place}: ${message}`),
  ].join(' ');
}

interface FailureProps {
  error: unknown;
  title?: string;
  onRetry?: (() => void) | undefined;
  /** What it is called, where it is another way out. */
  retry?: string;
}

export function Failure({
  error,
  title = t.failure.title,
  onRetry,
  retry = t.actions.retry,
}: FailureProps) {
  const problem = asProblem(error);
  return (
    <Alert color="red" variant="outline" icon={<IconAlertTriangle aria-hidden />} title={title}>
      <Stack gap="sm" align="flex-start">
        <Text size="sm">{wordsFor(problem)}</Text>
        {onRetry && (
          <Button size="xs" variant="default" onClick={onRetry}>
            {retry}
          </Button>
        )}
      </Stack>
    </Alert>
  );
}

export function NotFound() {
  return (
    <Stack p="md">
      <Title order={1}>{t.failure.notFound}</Title>
      <Text>{t.failure.notFoundPage}</Text>
      <Text>
        <Link to="/stores">{t.failure.toStart}</Link>
      </Text>
    </Stack>
  );
}

interface LoadedProps<Data> {
  query: UseQueryResult<Data>;
  children: (data: Data) => ReactNode;
}

/** What a query has to show: loading, what went wrong, or its data. Old data stay while newer come. */
export function Loaded<Data>({ query, children }: LoadedProps<Data>) {
  if (query.data !== undefined) return children(query.data);
  if (query.error) return <NotRead error={query.error} onRetry={() => void query.refetch()} />;
  return <Loading />;
}

/** To ask again for a page that is none, of a list that was another, would not help. */
function NotRead({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const navigate = useNavigate();
  const isOfCursor = asProblem(error).faults.some(({ place }) => place === 'cursor');
  if (!isOfCursor) return <Failure error={error} onRetry={onRetry} />;
  const toFirst = () =>
    void navigate({ to: '.', search: (others) => ({ ...others, cursor: undefined }) });
  return <Failure error={error} onRetry={toFirst} retry={t.actions.first} />;
}
