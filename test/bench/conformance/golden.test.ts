import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { conformance } from '../../../bench/conformance/main.ts';

const folder = join(import.meta.dirname, '../../../bench/conformance/golden');

describe('the golden histories', () => {
  it('are what the runtime writes, also after a redrive', async () => {
    const files = await readdir(folder);
    const { stdout, exitCode } = await conformance([folder]);

    expect(stdout).toContain(`\n${files.length} passed, 0 failed\n`);
    expect(exitCode).toBe(0);
  });
});
