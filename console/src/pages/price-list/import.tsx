import { Alert, Button, List, Progress, Group as Row, Stack, Text } from '@mantine/core';
import type { PriceList } from '../../api/price-list';
import { Dialog } from '../../components/dialog';
import { Failure, Loading } from '../../components/states';
import { t } from '../../texts';
import { ChooseFile } from './choose-file';
import { Preview } from './preview';
import { type Step, useImport } from './use-import';

interface ImportPricesProps {
  list: PriceList;
  onClose: () => void;
}

/** Prices out of a file: what they would change first, and then a bulk after the other. */
export function ImportPrices({ list, onClose }: ImportPricesProps) {
  const { state, ...on } = useImport(list);
  return (
    <Dialog
      onClose={() => on.mayLeave() && onClose()}
      title={t.priceCsv.title(list.name)}
      size="xl"
      closeOnClickOutside={state.step === 'choose'}
    >
      <Stack>
        {state.step === 'choose' && (
          <>
            <Text>{t.priceCsv.hint}</Text>
            {state.unusable && <Alert color="red" variant="outline" title={state.unusable} />}
            {state.error !== undefined && <Failure error={state.error} />}
            <ChooseFile onChoose={(source) => void on.read(source)} />
          </>
        )}
        {state.step === 'reading' && (
          <Working words={t.priceCsv.reading(state.lines)} onStop={on.stop} />
        )}
        {state.step === 'comparing' && (
          <Working words={t.priceCsv.comparing(state.prices)} onStop={on.stop} />
        )}
        {state.step === 'preview' && (
          <Preview
            lines={state.lines}
            currency={list.currency}
            onImport={(lines) => void on.importLines(lines)}
            onRestart={on.restart}
          />
        )}
        {state.step === 'importing' && (
          <>
            <Progress
              value={(100 * state.done) / state.of}
              aria-label={t.priceCsv.importing(state.done, state.of)}
            />
            <Working words={t.priceCsv.importing(state.done, state.of)} onStop={on.stop} />
          </>
        )}
        {state.step === 'stopped' && (
          <Stopped
            state={state}
            onGoOn={() => void on.importLines(state.rest, state.done)}
            onRestart={on.restart}
          />
        )}
        {state.step === 'done' && (
          <>
            <Text fw={600} role="status">
              {t.priceCsv.done(state.count)}
            </Text>
            <Row justify="flex-end">
              <Button variant="default" onClick={on.restart}>
                {t.priceCsv.another}
              </Button>
              <Button onClick={onClose}>{t.actions.close}</Button>
            </Row>
          </>
        )}
      </Stack>
    </Dialog>
  );
}

function Working({ words, onStop }: { words: string; onStop: () => void }) {
  return (
    <>
      <Loading />
      <Text role="status" ta="center">
        {words}
      </Text>
      <Row justify="center">
        <Button variant="default" onClick={onStop}>
          {t.priceCsv.stop}
        </Button>
      </Row>
    </>
  );
}

interface StoppedProps {
  state: Extract<Step, { step: 'stopped' }>;
  onGoOn: () => void;
  onRestart: () => void;
}

function Stopped({ state: { done, of, rest, error, faults }, onGoOn, onRestart }: StoppedProps) {
  return (
    <>
      <Text fw={600}>{t.priceCsv.stopped(done, of)}</Text>
      {error === undefined && <Text>{t.priceCsv.canceled}</Text>}
      {error !== undefined && faults.length === 0 && <Failure error={error} />}
      {faults.length > 0 && (
        <Alert color="red" variant="outline" title={t.failure.title}>
          <List size="sm">
            {faults.map(({ line, message }) => (
              <List.Item key={line}>
                {t.priceCsv.lineOf(line)}: {message}
              </List.Item>
            ))}
          </List>
        </Alert>
      )}
      <Row justify="flex-end">
        <Button variant="default" onClick={onRestart}>
          {t.priceCsv.another}
        </Button>
        {faults.length === 0 && <Button onClick={onGoOn}>{t.priceCsv.goOn(rest.length)}</Button>}
      </Row>
    </>
  );
}
