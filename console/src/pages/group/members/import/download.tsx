import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { saveFile } from '../../../../components/save-file';
import { t } from '../../../../texts';

/** The names that nobody knows as a file, one in each line: mended, it can be given again. */
export function DownloadUnknown({ names }: { names: readonly string[] }) {
  return (
    <Button
      variant="default"
      size="xs"
      leftSection={<IconDownload size={16} aria-hidden />}
      onClick={() => download(names)}
    >
      {t.import.download}
    </Button>
  );
}

function download(names: readonly string[]): void {
  const text = names.map((name) => name.replace(/\s+/g, ' ')).join('\n');
  saveFile(new Blob([`${text}\n`], { type: 'text/plain' }), t.import.downloadName);
}
