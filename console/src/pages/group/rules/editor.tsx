import { Group as Row, SegmentedControl, Select, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { Dialog } from '../../../components/dialog';
import { DialogForm } from '../../../components/dialog-form';
import { useStore } from '../../../session/store';
import { t } from '../../../texts';
import { Example } from './example';
import { Reason } from './reason';
import { amountFault, isNothing, keptAmount, type Rule, shortAmount, targetKey } from './rule';
import { CategorySelect, ProductSelect } from './target-select';
import { useTarget } from './use-target';

const METHODS = ['percent', 'price', 'fixed'] as const;

interface EditorProps {
  /** What is edited; undefined for a new one. */
  rule: Rule | undefined;
  /** The place of the rule that is for the same, by its target; counted from 1. */
  placeOf: ReadonlyMap<string, number>;
  /** The price that the example begins with. */
  example: string;
  /** What the service has found wrong with it. */
  fault: string | undefined;
  onClose: () => void;
  onDone: (rule: Rule) => void;
}

/** The fields of one rule. What it says is checked as the service will. */
export function Editor({ rule, placeOf, example, fault, onClose, onDone }: EditorProps) {
  const { currency } = useStore();
  const [type, setType] = useState<Rule['type']>(rule?.type ?? 'all');
  const [ids, setIds] = useState({
    product: rule?.productId ?? '',
    category: rule?.categoryId ?? '',
  });
  const [method, setMethod] = useState<Rule['method']>(rule?.method ?? 'percent');
  const [text, setText] = useState(rule ? shortAmount(rule.amount) : '');
  const [isTried, setTried] = useState(false);
  const amount = text.trim();
  const edited: Rule = {
    type,
    ...(type === 'product' && { productId: ids.product }),
    ...(type === 'category' && { categoryId: ids.category }),
    method,
    amount: keptAmount(amount) ?? amount,
  };
  const target = useTarget(edited);
  const place = placeOf.get(targetKey(edited));
  const isTargetMissing = type !== 'all' && ids[type] === '';
  const wrongAmount = amountFault(method, amount);
  const faults = {
    target: isTargetMissing ? t.rules.targetMissing : place && t.rules.sameTarget(place),
    amount: wrongAmount && t.rules.amountFaults[wrongAmount],
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // A dialog is in the tree of the page: what is sent here is no form of the page.
    event.stopPropagation();
    setTried(true);
    if (!faults.target && !faults.amount) onDone(edited);
  };
  const targetError = isTargetMissing && !isTried ? undefined : faults.target || undefined;
  const setId = (id: string) => type !== 'all' && setIds({ ...ids, [type]: id });
  return (
    <Dialog onClose={onClose} title={rule ? t.rules.edit : t.rules.add}>
      <DialogForm submit={rule ? t.rules.apply : t.rules.addIt} onSubmit={submit} onClose={onClose}>
        {fault && (
          <Text c="var(--mantine-color-error)" size="sm" role="alert">
            {fault}
          </Text>
        )}
        <Stack gap={4}>
          <SegmentedControl
            aria-label={t.rules.for}
            fullWidth
            value={type}
            onChange={(type) => setType(type as Rule['type'])}
            data={(['all', 'category', 'product'] as const).map((value) => ({
              value,
              label: t.rules.types[value],
            }))}
          />
          {type === 'all' && targetError && (
            <Text c="var(--mantine-color-error)" size="sm" role="alert">
              {targetError}
            </Text>
          )}
        </Stack>
        {type === 'category' && (
          <CategorySelect value={ids.category} onChange={setId} error={targetError} />
        )}
        {type === 'product' && (
          <ProductSelect value={ids.product} onChange={setId} error={targetError} />
        )}
        {target.isUnknown && (
          <Reason text={type === 'product' ? t.rules.unknownProduct : t.rules.unknownCategory} />
        )}
        <Select
          label={t.rules.method}
          allowDeselect={false}
          data={METHODS.map((value) => ({ value, label: t.rules.methods[value] }))}
          value={method}
          onChange={(value) => value && setMethod(value as Rule['method'])}
        />
        <TextInput
          label={t.rules.amounts[method]}
          withAsterisk
          inputMode="decimal"
          value={text}
          onChange={({ currentTarget }) => setText(currentTarget.value)}
          error={(isTried || amount !== '') && faults.amount}
          rightSection={<Text size="sm">{method === 'percent' ? '%' : currency}</Text>}
          rightSectionWidth={52}
        />
        <Row gap="xs" role="status" mih={24}>
          <Example rule={edited} of={example} />
          {wrongAmount === null && isNothing(edited) && <Reason text={t.rules.nothing} />}
        </Row>
      </DialogForm>
    </Dialog>
  );
}
