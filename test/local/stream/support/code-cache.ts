import { fileURLToPath } from 'node:url';

/** The code cache of kinesis-local that all tests share. */
export const CODE_CACHE = fileURLToPath(
  new URL('../../../node_modules/.cache/tvguide/kinesis-local.v8', import.meta.url),
);
