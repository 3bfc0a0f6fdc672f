import { execFile } from 'node:child_process';
import { appendFile, cp, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';

const project = join(import.meta.dirname, '../..');

// The generator runs three times, on machines that may be busy.
jest.setTimeout(60_000);

describe('npm run generate', () => {
  let copy: string;

  const generate = (...args: string[]) =>
    promisify(execFile)(process.execPath, ['bin/generate.mjs', ...args], { cwd: copy });

  beforeAll(async () => {
    copy = await mkdtemp(join(tmpdir(), 'generate-'));
    for (const path of ['bin', 'docs', 'events', 'tasks', 'package.json', '.oxfmtrc.json']) {
      await cp(join(project, path), join(copy, path), { recursive: true });
    }
    await symlink(join(project, 'node_modules'), join(copy, 'node_modules'));
  });
  afterAll(() => rm(copy, { recursive: true, force: true }));

  it('names each stale file with --check, and writes it again without', async () => {
    const stale = ['events/types.ts', 'events/validators.mjs', 'events/asyncapi.json', 'docs/events.md'];
    await Promise.all(stale.map((path) => appendFile(join(copy, path), '\n')));

    await expect(generate('--check')).rejects.toMatchObject({
      stderr: stale
        .map((path) => `${path} is stale: run \`npm run generate\` and commit the result.\n`)
        .join(''),
    });

    await generate();
    expect(await generate('--check')).toMatchObject({ stderr: '' });
  });
});
