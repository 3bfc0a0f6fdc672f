import { readdirSync, readFileSync } from 'node:fs';
import { expect, it, jest } from '@jest/globals';
// In one suite, for one Kinesis: a start of it takes as long as all that most of these are about.
import './bare.cases.ts';
import './heal.cases.ts';
import './many-starts.cases.ts';
import './stand-in.cases.ts';
import './verify.cases.ts';

// Many processes are started, on machines that may be busy.
jest.setTimeout(120_000);

it('runs every file of cases', () => {
  const source = readFileSync(import.meta.filename, 'utf8');
  const files = readdirSync(import.meta.dirname).filter((file) => file.endsWith('.cases.ts'));

  expect([...source.matchAll(/^import '\.\/(.+)';$/gm)].map(([, file]) => file)).toEqual(files.sort());
});
