import { saveFile } from '../../../../components/save-file';
import { t } from '../../../../texts';

/** One in each line, as they stood in the list: mended, it can be given again. */
export function download(names: readonly string[]): void {
  const text = names.map((name) => name.replace(/\s+/g, ' ')).join('\n');
  saveFile(new Blob([`${text}\n`], { type: 'text/plain' }), t.import.downloadName);
}
