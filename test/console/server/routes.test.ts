import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { ROUTES } from '../../../console/server/routes.ts';

const web = join(import.meta.dirname, '../../../console/web');

it('the server has a route for each address that the pages request, and no others', () => {
  const sources = readdirSync(web, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => readFileSync(join(web, file), 'utf8'));
  const requested = [...sources.join('\n').matchAll(/['`](\/api\/[a-z/-]+)/g)].map(([, path]) => path);
  const served = Object.keys(ROUTES).map((route) => route.split(' ')[1]);

  expect([...new Set(requested)].sort()).toEqual([...new Set(served)].sort());
});
