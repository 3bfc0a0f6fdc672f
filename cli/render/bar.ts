/**
 * A bar of `width` characters: `done` of `total` drawn full, `begun` of `total` drawn half, the rest empty.
 */
export function bar(done: number, begun: number, total: number, width: number): string {
  const cells = (part: number) => (total === 0 ? 0 : Math.floor((Math.min(part, total) / total) * width));
  const full = cells(done);
  const half = Math.max(cells(begun) - full, 0);
  return '█'.repeat(full) + '▒'.repeat(half) + '░'.repeat(width - full - half);
}

/** Milliseconds as a person reads them: `240 ms`, `3.1 s`, `2 min 05 s`, `1 h 02 min`. */
export function duration(milliseconds: number): string {
  if (milliseconds < 1_000) return `${Math.round(milliseconds)} ms`;
  const seconds = milliseconds / 1_000;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const minutes = Math.round(seconds / 60);
  if (seconds < 3_600)
    return `${Math.floor(seconds / 60)} min ${String(Math.floor(seconds % 60)).padStart(2, '0')} s`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}
