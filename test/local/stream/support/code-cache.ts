import { fileURLToPath } from 'node:url';

/** The file in which the tests keep the compiled form of kinesis-local, for all that start one. */
export const CODE_CACHE = fileURLToPath(
  new URL('../../../node_modules/.cache/tvguide/kinesis-local.v8', import.meta.url),
);
