import { Button, PasswordInput, Group as Row, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { MAX_PAGE } from '../../api/client';
import { keysQuery } from '../../api/keys';
import { asProblem, Problem } from '../../api/problem';
import { type Session, tryCredential } from '../../api/session';
import { ButtonLink } from '../../components/link';
import { Section } from '../../components/page';
import { wordsFor } from '../../components/states';
import {
  emptySamples,
  fillSamples,
  type SampleCredentials,
} from '../../session/sample-credentials';
import { useStore } from '../../session/store';
import { token } from '../../session/token';
import { t } from '../../texts';

/** Where a key has no such name, its name can stand for its id. */
const PLAIN = /^[\w.-]+$/;

const refused = (detail: string) => new Problem(400, { detail });

/** Fills a key or a token into the samples, after the service has said whose it is. */
export function FillSamples({ credentials }: { credentials: SampleCredentials }) {
  const { id: store, can } = useStore();
  const client = useQueryClient();
  const [text, setText] = useState('');
  const idOf = async (name: string): Promise<string | undefined> => {
    const plain = PLAIN.test(name) ? name : undefined;
    if (!can('store:admin')) return plain;
    const { data } = await client.fetchQuery(keysQuery(store, { limit: MAX_PAGE }));
    const [found, ...others] = data.filter((key) => key.name === name);
    return found && others.length === 0 ? found.id : plain;
  };
  const filling = useMutation({
    mutationFn: async (secret: string) => {
      const { kind, name, stores } = await sessionOf(secret);
      if (kind === 'root') throw refused(t.connect.samples.rootKey);
      if (!stores?.some(({ id }) => id === store)) throw refused(t.connect.samples.otherStore);
      const who = name ?? '';
      fillSamples(
        kind === 'user'
          ? { store, token: { user: who, value: secret } }
          : { store, key: { name: who, secret, id: await idOf(who) } },
      );
    },
    onSuccess: () => setText(''),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() !== '') filling.mutate(text.trim());
  };
  const { key, token: user } = credentials;
  return (
    <Section title={t.connect.samples.title} hint={t.connect.samples.hint}>
      {(key || user) && (
        <Row justify="space-between" gap="sm" role="status">
          <Stack gap={2}>
            {key && <Text size="sm">{t.connect.samples.filledKey(key.name)}</Text>}
            {key && !user && <Text size="sm">{t.connect.samples.tokenToo}</Text>}
            {user && <Text size="sm">{t.connect.samples.filledToken(user.user)}</Text>}
          </Stack>
          <Button size="xs" variant="default" onClick={emptySamples}>
            {t.connect.samples.forget}
          </Button>
        </Row>
      )}
      <form onSubmit={submit}>
        <Row gap="sm" align="flex-start">
          <PasswordInput
            aria-label={t.connect.samples.credential}
            placeholder={t.connect.samples.credential}
            value={text}
            onChange={({ currentTarget }) => setText(currentTarget.value)}
            error={filling.error && wordsFor(asProblem(filling.error))}
            autoComplete="off"
            spellCheck={false}
            style={{ flex: '1 1 16rem' }}
          />
          <Button type="submit" variant="default" loading={filling.isPending}>
            {t.connect.samples.fill}
          </Button>
        </Row>
      </form>
      <Row gap="sm">
        <Button
          size="xs"
          variant="default"
          onClick={() => token.current && filling.mutate(token.current)}
        >
          {t.connect.samples.useOwn}
        </Button>
        {can('store:admin') && (
          <ButtonLink
            size="xs"
            variant="default"
            to="/stores/$store/connect/keys"
            params={{ store }}
            search={{ create: 'true' }}
          >
            {t.connect.samples.make}
          </ButtonLink>
        )}
      </Row>
    </Section>
  );
}

/** @throws Problem with words for the one who has typed it */
async function sessionOf(secret: string): Promise<Session> {
  try {
    return await tryCredential(secret);
  } catch (error) {
    throw asProblem(error).status === 401 ? refused(t.signIn.refused) : error;
  }
}
