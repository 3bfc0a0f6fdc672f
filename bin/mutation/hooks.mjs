import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { transform } from '@swc/core';
import jestConfig from '../../jest.config.mjs';

const [, swcOptions] = jestConfig.transform['^.+\\.ts$'];
const TEST_API = new URL('test-api.mjs', import.meta.url).href;

/** Node.js's hook: where an import leads. */
export function resolve(specifier, context, next) {
  return specifier === '@jest/globals' ? { url: TEST_API, shortCircuit: true } : next(specifier, context);
}

/** Node.js's hook: what is there. */
export async function load(url, context, next) {
  if (!url.startsWith('file:') || !url.endsWith('.ts')) return next(url, context);
  const filename = fileURLToPath(url);
  const { code } = await transform(await readFile(filename, 'utf8'), {
    ...swcOptions,
    filename,
    swcrc: false,
    sourceMaps: false,
  });
  return { format: 'module', source: code, shortCircuit: true };
}
