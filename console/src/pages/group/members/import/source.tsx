import {
  Button,
  Checkbox,
  FileButton,
  Group as Row,
  SegmentedControl,
  Select,
  Stack,
  Text,
  Textarea,
} from '@mantine/core';
import { IconFileTypeCsv } from '@tabler/icons-react';
import { type DragEvent, useState } from 'react';
import { Failure, Loading } from '../../../../components/states';
import { t } from '../../../../texts';
import type { Choice, Meaning, Reading } from './list';
import classes from './source.module.css';
import type { ImportActions, SourceState } from './use-import';

interface SourceProps extends Pick<ImportActions, 'give' | 'read' | 'choose' | 'check'> {
  state: SourceState;
  onClose: () => void;
}

/** Where the list comes from, and how it is to be understood. */
export function Source({ state, give, read, choose, check, onClose }: SourceProps) {
  const { given, isReading, reading, choice, error } = state;
  const [isOver, setOver] = useState(false);
  const isEmpty = given.file === null && given.text.trim() === '';
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const [file = null] = event.dataTransfer.files;
    const text = event.dataTransfer.getData('text');
    if (file || text) void read({ text, file });
  };
  return (
    <Stack>
      {reading && choice ? (
        <Understood
          {...{ given: state.given, reading, choice, choose }}
          onOther={() => give({ text: given.text, file: null })}
        />
      ) : (
        <Stack
          gap="sm"
          className={classes.drop}
          data-over={isOver}
          onDragOver={(event) => {
            event.preventDefault();
            setOver(true);
          }}
          onDragLeave={() => setOver(false)}
          onDrop={drop}
        >
          <Textarea
            label={t.import.source}
            description={t.import.sourceHint}
            placeholder={t.import.placeholder}
            value={given.text}
            onChange={({ currentTarget }) => give({ text: currentTarget.value, file: null })}
            rows={8}
            spellCheck={false}
            data-autofocus
          />
          <Row gap="sm" justify="space-between">
            <FileButton
              onChange={(file) => file && void read({ text: '', file })}
              accept="text/csv,text/plain,.csv,.txt,.tsv"
            >
              {(props) => (
                <Button
                  {...props}
                  variant="default"
                  leftSection={<IconFileTypeCsv size={16} aria-hidden />}
                >
                  {t.import.choose}
                </Button>
              )}
            </FileButton>
          </Row>
        </Stack>
      )}
      {isReading && <Loading />}
      {reading?.lines === 0 && (
        <Text role="alert">{reading.isText ? t.import.nothing : t.import.noText}</Text>
      )}
      {error !== null && <Failure error={error} />}
      <Row justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {t.actions.cancel}
        </Button>
        {reading && choice ? (
          <Button onClick={() => void check()} disabled={reading.lines === 0}>
            {t.import.check}
          </Button>
        ) : (
          <Button onClick={() => void read(given)} disabled={isEmpty || isReading}>
            {t.import.look}
          </Button>
        )}
      </Row>
    </Stack>
  );
}

interface UnderstoodProps extends Pick<ImportActions, 'choose'> {
  given: SourceState['given'];
  reading: Reading;
  choice: Choice;
  onOther: () => void;
}

const MEANINGS: readonly Meaning[] = ['ids', 'emails', 'either'];

/** What was found in the list; whoever knows better says so. */
function Understood({ given, reading, choice, choose, onOther }: UnderstoodProps) {
  const { first, second, lines } = reading;
  const columns = Array.from({ length: Math.max(first.length, second.length) }, (_, index) => ({
    value: String(index),
    label: t.import.columnName(
      index + 1,
      (choice.hasHeader ? first[index] : (first[index] ?? second[index])) || '…',
    ),
  }));
  return (
    <Stack>
      <Row justify="space-between">
        <Text fw={600}>
          {given.file ? t.import.file(given.file.name, lines) : t.import.pasted(lines)}
        </Text>
        <Button variant="default" size="xs" onClick={onOther}>
          {t.import.other}
        </Button>
      </Row>
      {lines > 0 && columns.length > 1 && (
        <Select
          label={t.import.column}
          data={columns}
          value={String(choice.column)}
          allowDeselect={false}
          onChange={(column) => choose({ ...choice, column: Number(column) })}
        />
      )}
      <Stack gap={4}>
        <Text size="sm" fw={500} id="import-meaning">
          {t.import.meaning}
        </Text>
        <SegmentedControl
          aria-labelledby="import-meaning"
          data={MEANINGS.map((value) => ({ value, label: t.import[value] }))}
          value={choice.meaning}
          onChange={(meaning) => choose({ ...choice, meaning: meaning as Meaning })}
        />
      </Stack>
      <Checkbox
        label={t.import.hasHeader}
        description={first.join(' · ')}
        checked={choice.hasHeader}
        onChange={({ currentTarget }) => choose({ ...choice, hasHeader: currentTarget.checked })}
      />
    </Stack>
  );
}
