import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ProgressItem } from '../../../events/types.ts';
import type { Exchange, Recording } from './recording.ts';
import type { Definitions } from './release-harness.ts';

/** A release as it was recorded. */
export interface RecordedRelease extends Recording {
  readonly version: string;
  readonly definitions: Definitions;
}

const folder = join(import.meta.dirname, '../recorded');

/** The releases whose executions may still be at work, or be redriven. */
export function recordedReleases(): RecordedRelease[] {
  return readdirSync(folder).map((version) => {
    const read = (...path: string[]) => readFileSync(join(folder, version, ...path), 'utf8');
    const payloads = readdirSync(join(folder, version, 'payloads')).map(
      (file) => [file.replace(/\.json$/, ''), JSON.parse(read('payloads', file)) as Exchange[]] as const,
    );
    return {
      version,
      definitions: {
        'title-ingestion': read('title-ingestion.asl.json'),
        'redrive-failed-run': read('redrive-failed-run.asl.json'),
      },
      payloads: Object.fromEntries(payloads),
      items: JSON.parse(read('progress-items.json')) as ProgressItem[],
    };
  });
}
