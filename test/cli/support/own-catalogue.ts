import { join } from 'node:path';

/** The catalogue that the project ships. */
export const OWN_CATALOGUE = join(import.meta.dirname, '../../../local/watchmode/catalogue.csv');
