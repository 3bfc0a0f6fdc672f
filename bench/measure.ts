/** One line of the report. */
export interface Measurement {
  readonly what: string;
  readonly value: string;
  readonly target: string;
  readonly isMet: boolean;
}

const MIB = 1024 * 1024;

export function formatBytes(bytes: number): string {
  return `${(bytes / MIB).toFixed(1)} MiB`;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}
