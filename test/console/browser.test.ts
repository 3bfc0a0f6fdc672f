import { readdirSync, readFileSync } from 'node:fs';
import { expect, it, jest } from '@jest/globals';
// In one suite, for one browser and one Kinesis.
import './console.cases.ts';
import './live-graph.cases.ts';
import './outage.cases.ts';
import './steady.cases.ts';

jest.setTimeout(90_000);

it('runs every file of cases', () => {
  const source = readFileSync(import.meta.filename, 'utf8');
  const files = readdirSync(import.meta.dirname).filter((file) => file.endsWith('.cases.ts'));

  expect([...source.matchAll(/^import '\.\/(.+)';$/gm)].map(([, file]) => file)).toEqual(files.sort());
});
