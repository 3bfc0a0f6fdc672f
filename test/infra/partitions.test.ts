import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';

const FOLDERS = { infra: /\.ts$/, workflow: /\.(ts|json)$/ };
const files = Object.entries(FOLDERS).flatMap(([folder, pattern]) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => pattern.test(file))
    .map((file) => join(folder, file)),
);

it.each(files)('%s names no partition in an ARN', (file) => {
  expect(readFileSync(file, 'utf8')).not.toMatch(/arn:aws/);
});
