import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import packageJson from '../../package.json' with { type: 'json' };

describe('npm run aws:destroy', () => {
  let bin: string;
  beforeEach(() => {
    bin = mkdtempSync(join(tmpdir(), 'tv-guide-destroy-'));
  });
  afterEach(() => rmSync(bin, { recursive: true }));

  /** Runs the script with a `cdk` that records its arguments and returns an exit code. */
  const destroy = (exitCode: number, ...args: string[]) => {
    const cdk = join(bin, 'cdk');
    writeFileSync(cdk, `#!/bin/sh\necho "$@" > ${join(bin, 'called')}\nexit ${exitCode}\n`);
    chmodSync(cdk, 0o755);
    const { status, stderr } = spawnSync(process.execPath, ['bin/aws-destroy.mjs', ...args], {
      env: { ...process.env, PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}` },
      encoding: 'utf8',
    });
    return { status, stderr, called: readFileSync(join(bin, 'called'), 'utf8').trim() };
  };

  it('destroys all stacks without output of its own', () => {
    expect(destroy(0, '--profile', 'streaming')).toEqual({
      status: 0,
      stderr: '',
      called: 'destroy --all --profile streaming',
    });
  });

  it("explains how to lift the protection of the shared stack when the CDK fails, and returns the CDK's exit code", () => {
    const { status, stderr } = destroy(3, '--profile', 'streaming');

    expect(status).toBe(3);
    expect(stderr).toContain(
      '  npm run aws:deploy:shared -- -c terminationProtection=false --profile streaming\n',
    );
    expect(stderr).toContain('  npm run aws:destroy -- --profile streaming\n');
    expect(Object.keys(packageJson.scripts)).toEqual(
      expect.arrayContaining(['aws:deploy:shared', 'aws:destroy']),
    );
  });

  it('is the script of package.json', () => {
    expect(packageJson.scripts['aws:destroy']).toBe('node bin/aws-destroy.mjs');
  });
});
