import { t } from '../../../../texts';

/** One in each line, as they stood in the list: mended, it can be given again. */
export function download(names: readonly string[]): void {
  const text = names.map((name) => name.replace(/\s+/g, ' ')).join('\n');
  const url = URL.createObjectURL(new Blob([`${text}\n`], { type: 'text/plain' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = t.import.downloadName;
  link.click();
  // The browser has taken it by then.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
