import { redriverText } from '../../workflow/redrive-failed-run.ts';
import { titleIngestionText } from '../../workflow/title-ingestion.ts';
import { record } from './support/recording.ts';
import type { Definitions } from './support/release-harness.ts';

/** The current definitions. */
const DEFINITIONS_TODAY: Definitions = {
  'title-ingestion': titleIngestionText,
  'redrive-failed-run': redriverText,
};

/** The files of a recorded release by their names, as JSON texts. */
export async function recordRelease(): Promise<Readonly<Record<string, string>>> {
  const { payloads, items } = await record(DEFINITIONS_TODAY);
  const files: Record<string, string> = { 'progress-items.json': JSON.stringify(items) };
  for (const name of ['title-ingestion', 'redrive-failed-run'] as const) {
    files[`${name}.asl.json`] = DEFINITIONS_TODAY[name];
  }
  for (const [name, exchanges] of Object.entries(payloads)) {
    files[`payloads/${name}.json`] = JSON.stringify(exchanges);
  }
  return files;
}
