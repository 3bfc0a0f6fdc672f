import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder, one above this file in the sources and in the bundle alike. */
export const PROJECT = join(dirname(fileURLToPath(import.meta.url)), '..');

/** The catalogue that the project ships. */
export const OWN_CATALOGUE = join(PROJECT, 'local/watchmode/catalogue.csv');

/** The path of the settings of a run of `npm start`. `name` is the name of its execution. */
export function runRecordPath(dataFolder: string, name: string): string {
  return join(dataFolder, 'runs', `${name}.json`);
}
