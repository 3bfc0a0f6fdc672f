import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileOf, SETTINGS } from './settings.ts';
import { synthesiseNow } from './synthesis.ts';

/** Writes the templates for all settings into a folder. */
export function synthesiseInto(folder: string): void {
  for (const settings of SETTINGS) {
    writeFileSync(join(folder, fileOf(settings)), JSON.stringify(synthesiseNow(settings)));
  }
}
