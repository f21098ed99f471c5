import { ActionIcon, Badge, Button, Group as Row, Stack, Text } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import type { Api, Introduction } from '../../api/apis';
import { sessionQuery } from '../../api/session';
import type { ChannelName } from '../../api/stores';
import { CodeBlock } from '../../components/code-block';
import { Section } from '../../components/page';
import { filledIn, type SampleCredentials } from '../../session/sample-credentials';
import { t } from '../../texts';

const EditChannel = lazy(async () => ({ default: (await import('./channel')).EditChannel }));

interface ApiCardProps {
  api: Api;
  credentials: SampleCredentials;
  isOpen: boolean;
  onToggle: () => void;
}

/** One API: closed it says whether it can be used, open also how. */
export function ApiCard({ api, credentials, isOpen, onToggle }: ApiCardProps) {
  const { name, title, introduction } = api;
  const session = useQuery(sessionQuery());
  const [isEditing, setEditing] = useState(false);
  const Chevron = isOpen ? IconChevronDown : IconChevronRight;
  const isRoot = session.data?.kind === 'root';
  const channel: ChannelName | undefined = name === 'native' ? undefined : name;
  return (
    <Section
      title={title}
      hint={t.connect.api.describes[name] ?? ''}
      actions={
        <Row gap="sm">
          <Badge variant="light" color={introduction ? 'green' : 'gray'}>
            {introduction ? t.connect.api.reachable : t.connect.api.unreachable}
          </Badge>
          {channel && isRoot && (
            <Button size="xs" variant="default" onClick={() => setEditing(true)}>
              {introduction ? t.connect.channel.edit : t.connect.channel.add}
            </Button>
          )}
          {introduction && (
            <ActionIcon
              variant="default"
              aria-label={t.connect.api.show(title)}
              aria-expanded={isOpen}
              onClick={onToggle}
            >
              <Chevron size={16} aria-hidden />
            </ActionIcon>
          )}
        </Row>
      }
    >
      {introduction && isOpen && (
        <Samples name={name} introduction={introduction} credentials={credentials} />
      )}
      {!introduction && (
        <Text size="sm">
          {t.connect.api.noChannel}{' '}
          {isRoot ? t.connect.api.noChannelRoot : t.connect.api.noChannelAsk}
        </Text>
      )}
      {isEditing && channel && (
        <Suspense>
          <EditChannel channel={channel} title={title} onClose={() => setEditing(false)} />
        </Suspense>
      )}
    </Section>
  );
}

interface SamplesProps {
  name: Api['name'];
  introduction: Introduction;
  credentials: SampleCredentials;
}

function Samples({ name, introduction, credentials }: SamplesProps) {
  const { baseUrl, curl, javascript } = introduction;
  const { packages, code } = javascript;
  return (
    <Stack gap="md">
      <Stack gap={2}>
        <Text size="sm" fw={600}>
          {t.connect.api.credential}
        </Text>
        <Text size="sm">{t.connect.api.credentials[name]}</Text>
      </Stack>
      <CodeBlock title={t.connect.api.baseUrl} code={baseUrl} isLine />
      <CodeBlock title={t.connect.api.curl} code={filledIn(curl, credentials)} isLine />
      <CodeBlock
        title={t.connect.api.javascript}
        hint={[
          ...(packages.length > 0 ? [t.connect.api.install(packages.join(' '))] : []),
          t.connect.api.needsNode,
        ].join('. ')}
        code={filledIn(code, credentials)}
      />
    </Stack>
  );
}
