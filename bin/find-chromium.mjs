import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** Chromium of this machine: `CHROMIUM_PATH`, else what is on the PATH; undefined where there is none. */
export function findChromium() {
  const { CHROMIUM_PATH: given = '', PATH = '' } = process.env;
  if (given !== '') return given;
  const candidates = PATH.split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return candidates.find((path) => existsSync(path));
}
