import type { RunProgress } from './progress.ts';

/** How often a display looks at the progress, in milliseconds. */
export const REFRESH_MS = 100;

/** The state that goes through the titles. */
export const INGEST_STATE = 'Ingest titles';

/** `120/250 titles, 35/s, 10 failed`. */
export function describeTitles({ titles }: RunProgress, rate: number): string {
  const parts = [`${titles.done}/${titles.total} titles`];
  if (rate > 0) parts.push(`${rate.toFixed(0)}/s`);
  if (titles.failed > 0) parts.push(`${titles.failed} failed`);
  return parts.join(', ');
}

/** Titles fetched a second, over the last few seconds. */
export class Rate {
  readonly #samples: { at: number; fetched: number }[] = [];

  sample(at: number, fetched: number): number {
    this.#samples.push({ at, fetched });
    while (this.#samples.length > 2 && (this.#samples[0]?.at ?? 0) < at - 3_000) this.#samples.shift();
    const first = this.#samples[0];
    return first === undefined || at === first.at ? 0 : ((fetched - first.fetched) / (at - first.at)) * 1_000;
  }
}
