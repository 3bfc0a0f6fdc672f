import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const bin = join(import.meta.dirname, '../../bin');

const run = (script: string, ...args: string[]) =>
  spawnSync(process.execPath, [join(bin, `${script}.mjs`), ...args], { encoding: 'utf8' });

describe.each(['bench', 'soak', 'conformance', 'cost', 'worlds'])('the help of %s', (script) => {
  it('fits 80 columns, and nothing runs', () => {
    const { status, stdout, stderr } = run(script, '--help');

    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^Usage: (npm run|node bin)/);
    expect(stdout.match(/^Usage/gm)).toHaveLength(1);
    // A run ends with a table or with counts.
    expect(stdout).not.toMatch(/─|\d passed|\d turns|no promise broken/);
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });
});

it('bench refuses arguments, which it does not have', () => {
  const { status, stdout } = run('bench', '--titles', '5');

  expect(stdout).toMatch(/^there is no argument --titles\n\nUsage: npm run bench\n/);
  expect(status).toBe(2);
});

it('record-release refuses arguments, because it rewrites files', () => {
  expect(run('record-release', '--help')).toMatchObject({
    status: 0,
    stderr: 'Usage: npm run record-release, without arguments\n',
  });
  expect(run('record-release', '1.0.0').status).toBe(2);
});
