import { Alert, Button, PasswordInput, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { asProblem } from '../api/problem';
import { sessionQuery, tryCredential } from '../api/session';
import { Page } from '../components/page';
import { wordsFor } from '../components/states';
import { token } from '../session/token';
import { Frame } from '../shell/frame';
import { t } from '../texts';

const route = getRouteApi('/sign-in');

function refusal(error: unknown): string {
  const problem = asProblem(error);
  if (problem.status === 401) return t.signIn.refused;
  return problem.status === 429 ? t.signIn.limited : wordsFor(problem);
}

export function SignInPage() {
  const { to, because } = route.useSearch();
  const router = useRouter();
  const client = useQueryClient();
  const [credential, setCredential] = useState('');
  const signIn = useMutation({
    mutationFn: async (secret: string) => {
      const session = await tryCredential(secret);
      client.clear();
      token.keep(secret);
      client.setQueryData(sessionQuery().queryKey, session);
    },
    onSuccess: () => router.history.replace(to?.startsWith('/stores') ? to : '/stores'),
  });
  const [isEmpty, setEmpty] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setEmpty(credential.trim() === '');
    if (credential.trim() !== '') signIn.mutate(credential.trim());
  };
  const error = isEmpty ? t.signIn.empty : signIn.error && refusal(signIn.error);
  return (
    <Frame title={t.product}>
      <Page title={t.signIn.title}>
        <form onSubmit={submit} className="card">
          <Stack gap="md">
            {because && !signIn.isError && <Alert color="yellow">{t.signIn[because]}</Alert>}
            <Text c="dimmed">{t.signIn.hint}</Text>
            <PasswordInput
              label={t.signIn.credential}
              value={credential}
              onChange={({ currentTarget }) => setCredential(currentTarget.value)}
              error={error}
              autoComplete="off"
              spellCheck={false}
            />
            <Button type="submit" loading={signIn.isPending}>
              {t.signIn.submit}
            </Button>
          </Stack>
        </form>
      </Page>
    </Frame>
  );
}
