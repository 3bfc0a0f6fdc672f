import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const TVGUIDE = join(import.meta.dirname, '../../bin/tvguide.mjs');
// Linux has a file that is always full.
const FULL = '/dev/full';

(existsSync(FULL) ? describe : describe.skip)('output to a full disk', () => {
  it('fails in a line', () => {
    const full = openSync(FULL, 'w');
    const run = (args: readonly string[], stdio: readonly (number | 'ignore' | 'pipe')[]) =>
      spawnSync(process.execPath, [TVGUIDE, ...args], { cwd: tmpdir(), encoding: 'utf8', stdio: [...stdio] });
    const results = run(['graph'], ['ignore', full, 'pipe']);
    const errors = run(['nosuch'], ['ignore', 'pipe', full]);
    closeSync(full);

    expect({ code: results.status, stderr: results.stderr }).toEqual({
      code: 1,
      stderr: 'tvguide: stdout cannot be written: ENOSPC: no space left on device, write\n',
    });
    expect({ code: errors.status, stdout: errors.stdout }).toEqual({ code: 1, stdout: '' });
  });
});
