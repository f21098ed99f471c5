import { Checkbox, Switch, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { MAX_DESCRIPTION, MAX_NAME } from '../../../../src/core/limits.js';
import { type Group, groupQuery, type TaggedGroup } from '../../api/groups';
import { GroupFacts } from '../../components/group-facts';
import { GroupSelect } from '../../components/group-select';
import { Section } from '../../components/page';
import { PriceListSelect } from '../../components/price-list-select';
import { differences, SaveGroup } from '../../components/save-group';
import { Loaded } from '../../components/states';
import { afterSave, useBase } from '../../components/use-base';
import { useStore } from '../../session/store';
import { t } from '../../texts';

const route = getRouteApi('/signed-in/stores/$store/groups/$group');

export function GroupSettings() {
  const { id: store } = useStore();
  const { group } = route.useParams();
  const query = useQuery(groupQuery(store, group));
  return <Loaded query={query}>{(read) => <Form key={read.data.id} read={read} />}</Loaded>;
}

const valuesOf = (group: Group) => ({
  name: group.name,
  description: group.description ?? '',
  isActive: group.isActive,
  isDefault: group.isDefault,
  isGuest: group.isGuest,
  parentId: group.parentId,
  defaultPriceListId: group.defaultPriceListId,
});

function Form({ read }: { read: TaggedGroup }) {
  const { can } = useStore();
  const form = useForm({ initialValues: valuesOf(read.data) });
  const values = form.getValues();
  const { name, description, ...rest } = values;
  const wanted = { ...rest, name: name.trim(), description: description.trim() || null };
  const [base, reset] = useBase(
    read,
    ({ data }) => Object.keys(differences(data, wanted)).length > 0,
    ({ data }, sent?: typeof values) => {
      const saved = valuesOf(data);
      form.setValues(sent ? afterSave(saved, sent, form.getValues()) : saved);
      form.clearErrors();
    },
  );
  const isReadOnly = !can('groups:write');
  const flag = (field: `is${string}`) => form.getInputProps(field, { type: 'checkbox' });
  return (
    <div className="main-and-side">
      <Section title={t.group.settings}>
        <fieldset disabled={isReadOnly} className="fields">
          <TextInput
            label={t.groups.name}
            maxLength={MAX_NAME}
            withAsterisk
            {...form.getInputProps('name')}
          />
          <Textarea
            label={t.groups.description}
            maxLength={MAX_DESCRIPTION}
            autosize
            minRows={2}
            {...form.getInputProps('description')}
          />
          <Switch label={t.group.active} description={t.group.activeHint} {...flag('isActive')} />
          <GroupSelect
            label={t.group.parent}
            description={t.group.parentHint}
            without={base.data.id}
            disabled={isReadOnly}
            {...form.getInputProps('parentId')}
          />
          <PriceListSelect disabled={isReadOnly} {...form.getInputProps('defaultPriceListId')} />
          <Checkbox
            label={t.group.isDefault}
            description={t.group.defaultHint}
            {...flag('isDefault')}
          />
          <Checkbox label={t.group.isGuest} description={t.group.guestHint} {...flag('isGuest')} />
        </fieldset>
        <SaveGroup
          base={base}
          wanted={wanted}
          fields={values}
          onErrors={form.setErrors}
          onReset={reset}
        />
      </Section>
      <GroupFacts group={read.data} />
    </div>
  );
}
