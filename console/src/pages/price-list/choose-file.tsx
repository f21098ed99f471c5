import { Button, FileButton, Stack, Text } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { useState } from 'react';
import { t } from '../../texts';
import classes from './choose-file.module.css';

/** A file to choose or to drop; cells of a spreadsheet can be pasted, too. */
export function ChooseFile({ onChoose }: { onChoose: (source: File | string) => void }) {
  const [isOver, setOver] = useState(false);
  const drop = (files: FileList) => {
    const [file] = files;
    setOver(false);
    if (file) onChoose(file);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the button within does the same
    <div
      className={classes.area}
      data-over={isOver}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        drop(event.dataTransfer.files);
      }}
      onPaste={({ clipboardData }) => {
        const [file] = clipboardData.files;
        const source = file ?? clipboardData.getData('text/plain');
        if (source) onChoose(source);
      }}
    >
      <Stack align="center" gap="xs">
        <FileButton
          accept=".csv,.tsv,.txt,text/csv,text/tab-separated-values,text/plain"
          onChange={(file) => file && onChoose(file)}
          inputProps={{ 'aria-label': t.priceCsv.choose }}
        >
          {(props) => (
            <Button
              {...props}
              variant="default"
              data-autofocus
              leftSection={<IconUpload size={16} aria-hidden />}
            >
              {t.priceCsv.choose}
            </Button>
          )}
        </FileButton>
        <Text size="sm" c="dimmed">
          {t.priceCsv.drop}
        </Text>
      </Stack>
    </div>
  );
}
