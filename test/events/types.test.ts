import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';

const root = join(import.meta.dirname, '../..');

it('has the types and validators that the schemas generate', async () => {
  const check = promisify(execFile)(process.execPath, ['bin/generate.mjs', '--check'], { cwd: root });

  await expect(check).resolves.toMatchObject({ stderr: '' });
});
