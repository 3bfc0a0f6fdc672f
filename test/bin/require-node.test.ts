import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import packageJson from '../../package.json' with { type: 'json' };

const bin = join(import.meta.dirname, '../../bin');
const { nodeFault } = (await import(join(bin, 'node-version.mjs'))) as {
  nodeFault: (version: string, engines: string) => string | undefined;
};

describe('nodeFault', () => {
  it.each(['18.20.8', '20.18.3', '20.9.0'])('refuses %s', (version) => {
    expect(nodeFault(version, packageJson.engines.node)).toBe(
      `needs Node.js 20.19 or later, this is ${version}`,
    );
  });

  it.each(['20.19.0', '20.20.2', '22.0.0', '24.1.0', '100.0.0'])('accepts %s', (version) => {
    expect(nodeFault(version, packageJson.engines.node)).toBeUndefined();
  });
});

it.each(['tvguide', 'build', 'bench', 'soak', 'conformance', 'cost', 'generate', 'cdk-app'])(
  '%s checks the version of Node.js before it loads anything else',
  async (script) => {
    const folder = await mkdtemp(join(tmpdir(), 'old-node-'));
    const old = join(folder, 'old.cjs');
    writeFileSync(
      old,
      "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '18.20.8' } });\n",
    );
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['--require', old, join(bin, `${script}.mjs`), '--help'],
      { encoding: 'utf8' },
    );
    await rm(folder, { recursive: true });

    expect({ status, stdout, stderr }).toEqual({
      status: 1,
      stdout: '',
      stderr: 'tvguide: needs Node.js 20.19 or later, this is 18.20.8\n',
    });
  },
);
