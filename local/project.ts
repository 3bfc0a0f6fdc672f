import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder: this file lies one folder below it, in the sources and in the bundle. */
export const PROJECT = join(dirname(fileURLToPath(import.meta.url)), '..');

/** The catalogue that the project ships. */
export const OWN_CATALOGUE = join(PROJECT, 'local/watchmode/catalogue.csv');

/** The file with the settings of a run of `npm start`, by the name of its execution. */
export function runRecordPath(dataFolder: string, name: string): string {
  return join(dataFolder, 'runs', `${name}.json`);
}
