import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** Returns the path of Chromium: `CHROMIUM_PATH`, or the first one on the PATH. Undefined if there is none. */
export function findChromium() {
  const { CHROMIUM_PATH: given = '', PATH = '' } = process.env;
  if (given !== '') return given;
  const candidates = PATH.split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return candidates.find((path) => existsSync(path));
}
