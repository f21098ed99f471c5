import { Button, Checkbox, NumberInput, Group as Row, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { asProblem } from '../../api/problem';
import {
  type ChannelName,
  type ChannelPatch,
  inStore,
  taggedStoreQuery,
  updateChannels,
} from '../../api/stores';
import { Ask } from '../../components/ask';
import { Dialog } from '../../components/dialog';
import { notifyDone } from '../../components/notify';
import { SaveFailure } from '../../components/save-failure';
import { Loaded } from '../../components/states';
import { useStore } from '../../session/store';
import { t } from '../../texts';
import { CHANNEL_DEFAULTS, CHANNEL_FIELDS } from './channel-fields';

type Values = Record<string, unknown>;

interface EditChannelProps {
  channel: ChannelName;
  /** The name of the API. */
  title: string;
  onClose: () => void;
}

/** The address under which an API reaches the store. */
export function EditChannel({ channel, title, onClose }: EditChannelProps) {
  const { id } = useStore();
  const client = useQueryClient();
  const store = useQuery({ ...taggedStoreQuery(id), staleTime: 0, gcTime: 0 });
  const [isRemoving, setRemoving] = useState(false);
  const saved = async (message: string) => {
    notifyDone(message);
    onClose();
    await client.invalidateQueries({ queryKey: inStore(id) });
  };
  const remove = async () => {
    await updateChannels(id, { channels: { [channel]: null } });
    await saved(t.connect.channel.removed(title));
  };
  if (isRemoving) {
    return (
      <Ask
        title={t.connect.channel.removeTitle(title)}
        confirm={t.connect.channel.remove}
        onConfirm={remove}
        onClose={() => setRemoving(false)}
      >
        {t.connect.channel.removeText}
      </Ask>
    );
  }
  return (
    <Dialog onClose={onClose} title={t.connect.channel.title(title)}>
      <Loaded query={store}>
        {({ data, tag }) => (
          <Fields
            key={tag}
            channel={channel}
            settings={data.channels[channel]}
            tag={tag}
            onSaved={() => saved(t.connect.channel.saved(title))}
            onReload={() => void store.refetch()}
            onRemove={() => setRemoving(true)}
            onClose={onClose}
          />
        )}
      </Loaded>
    </Dialog>
  );
}

interface FieldsProps {
  channel: ChannelName;
  settings: object | undefined;
  tag: string;
  onSaved: () => Promise<void>;
  onReload: () => void;
  onRemove: () => void;
  onClose: () => void;
}

function Fields({ channel, settings, tag, ...on }: FieldsProps) {
  const { id } = useStore();
  const form = useForm<Values>({
    initialValues: { ...CHANNEL_DEFAULTS[channel], ...settings },
  });
  const saving = useMutation({
    mutationFn: ({ force }: { force: boolean }) =>
      updateChannels(id, {
        channels: { [channel]: form.getValues() } as ChannelPatch,
        tag: force ? undefined : tag,
      }),
    onSuccess: on.onSaved,
    // As `/channels/ecwid/storeId`.
    onError: (error) =>
      form.setErrors(
        Object.fromEntries(
          asProblem(error).faults.map(({ place, message }) => [
            place.split('/').at(-1) ?? place,
            message,
          ]),
        ),
      ),
  });
  return (
    <form onSubmit={form.onSubmit(() => saving.mutate({ force: false }))}>
      <Stack>
        {Object.entries<string>(CHANNEL_FIELDS[channel]).map(([name, kind]) => {
          const [label = name, description] = t.connect.channel.fields[name] ?? [];
          const field = { label, description };
          if (kind === 'flag') {
            return (
              <Checkbox key={name} {...field} {...form.getInputProps(name, { type: 'checkbox' })} />
            );
          }
          const Input = kind === 'number' ? NumberInput : TextInput;
          return (
            <Input
              key={name}
              {...field}
              {...(kind === 'number' && { hideControls: true, allowDecimal: false })}
              withAsterisk
              {...form.getInputProps(name)}
            />
          );
        })}
        <SaveFailure
          error={saving.error}
          conflict={t.connect.channel.taken}
          onReload={on.onReload}
          onOverwrite={() => saving.mutate({ force: true })}
        />
        <Row justify="space-between">
          {settings ? (
            <Button variant="subtle" color="red" onClick={on.onRemove}>
              {t.connect.channel.remove}
            </Button>
          ) : (
            <span />
          )}
          <Row gap="sm">
            <Button variant="default" onClick={on.onClose}>
              {t.actions.cancel}
            </Button>
            <Button type="submit" loading={saving.isPending}>
              {t.connect.channel.save}
            </Button>
          </Row>
        </Row>
      </Stack>
    </form>
  );
}
