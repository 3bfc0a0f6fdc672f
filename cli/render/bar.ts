/** Draws a bar of `width` characters: `done` of `total` full, up to `begun` half, the rest empty. */
export function bar(done: number, begun: number, total: number, width: number): string {
  const cells = (part: number) => (total === 0 ? 0 : Math.floor((Math.min(part, total) / total) * width));
  const full = cells(done);
  const half = Math.max(cells(begun) - full, 0);
  return '█'.repeat(full) + '▒'.repeat(half) + '░'.repeat(width - full - half);
}
