const UNITS = ['bytes', 'kB', 'MB', 'GB'] as const;

/** Formats a size in powers of 1000: `512 bytes`, `1.2 MB`, `130 MB`. */
export function formatBytes(bytes: number): string {
  const power = Math.min(UNITS.length - 1, bytes < 1000 ? 0 : Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** power;
  if (bytes === 1) return '1 byte';
  return `${value.toFixed(power === 0 || value >= 99.95 ? 0 : 1)} ${UNITS[power] ?? ''}`;
}
