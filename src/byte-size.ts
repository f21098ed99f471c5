const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB'] as const;

/** For people: `812 bytes`, `1.2 MB`. */
export function byteSize(bytes: number): string {
  let size = bytes;
  let unit = 0;
  while (size >= 1000 && unit < UNITS.length - 1) {
    size /= 1000;
    unit++;
  }
  return `${unit === 0 ? size : size.toFixed(1)} ${UNITS[unit]}`;
}
