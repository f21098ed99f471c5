import { Button, Checkbox, NumberInput, Group as Row, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { asProblem } from '../../api/problem';
import {
  type ChannelName,
  type ChannelPatch,
  type Channels,
  inStore,
  taggedStoreQuery,
  updateChannels,
} from '../../api/stores';
import { Ask } from '../../components/ask';
import { Dialog } from '../../components/dialog';
import { notifyDone, notifyFailure } from '../../components/notify';
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
        {(first) => (
          <Fields
            channel={channel}
            first={first}
            onSaved={() => saved(t.connect.channel.saved(title))}
            onRemove={() => setRemoving(true)}
            onClose={onClose}
          />
        )}
      </Loaded>
    </Dialog>
  );
}

/** As it was read, with the `ETag` that stands for it. */
interface TaggedStore {
  data: { channels: Channels };
  tag: string;
}

interface FieldsProps {
  channel: ChannelName;
  first: TaggedStore;
  onSaved: () => Promise<void>;
  onRemove: () => void;
  onClose: () => void;
}

function Fields({ channel, first, ...on }: FieldsProps) {
  const { id } = useStore();
  const client = useQueryClient();
  // Kept while newer states come by themselves: saving then says that somebody was faster.
  const [base, setBase] = useState(first);
  const settingsOf = ({ data }: TaggedStore): object | undefined => data.channels[channel];
  const valuesOf = (store: TaggedStore): Values => ({
    ...CHANNEL_DEFAULTS[channel],
    ...settingsOf(store),
  });
  const form = useForm<Values>({ initialValues: valuesOf(first) });
  const saving = useMutation({
    mutationFn: ({ force }: { force: boolean }) =>
      updateChannels(id, {
        channels: { [channel]: form.getValues() } as ChannelPatch,
        tag: force ? undefined : base.tag,
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
  const reload = async () => {
    const newest = await client.fetchQuery({ ...taggedStoreQuery(id), staleTime: 0 });
    setBase(newest);
    form.setValues(valuesOf(newest));
    saving.reset();
  };
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
          onReload={() => void reload().catch(notifyFailure)}
          onOverwrite={() => saving.mutate({ force: true })}
        />
        <Row justify="space-between">
          {settingsOf(base) ? (
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
