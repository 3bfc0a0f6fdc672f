import { execFileSync } from 'node:child_process';
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { ListStateMachinesCommand } from '@aws-sdk/client-sfn';
import { temporaryFolder } from '../../support/child.ts';
import { runCli } from '../../support/fake-io.ts';
import { FakeStepFunctions } from '../../support/fake-step-functions.ts';

const service = new FakeStepFunctions();
const suggested = async (...words: string[]) => {
  const { code, stdout, stderr } = await runCli(['completion', '--suggest', '--', ...words]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout.split('\n').filter((line) => line !== '');
};

beforeEach(() => {
  service.reset();
  service.add({ name: 'manual-1', description: { startDate: new Date(2) } });
  service.add({ name: 'nightly', description: { startDate: new Date(1) } });
});

describe('tvguide completion --suggest', () => {
  it.each([
    [['st'], ['start', 'stop']],
    [['--json', 'wa'], ['watch']],
    [['help', 'red'], ['redrive']],
    [['list', '--status', 'F'], ['FAILED']],
    [['list', '--li'], ['--limit']],
    [['list', '--limit', '5', '--li'], []],
    [['start', '--input', ''], []],
    [
      ['why', ''],
      ['last', 'manual-1', 'nightly'],
    ],
    [['--profile', 'why', 'show', 'n'], ['nightly']],
    [['stop', '--local', 'm'], ['manual-1']],
    [['graph', 'n'], ['nightly']],
    [['completion', 'b'], ['bash']],
    [['nonsense', 'x'], []],
  ])('for %j gives %j', async (words, expected) => {
    expect(await suggested(...words)).toEqual(expected);
  });

  it('gives all commands for an empty line', async () => {
    expect(await suggested('')).toEqual(
      expect.arrayContaining(['start', 'why', 'deferred', 'completion', 'help']),
    );
  });

  it('gives static candidates if no service answers', async () => {
    service.mock.on(ListStateMachinesCommand).rejects(new Error('no network'));
    expect(await suggested('why', '')).toEqual(['last']);
  });
});

describe('tvguide completion', () => {
  it('prints a script that bash can use', async () => {
    const { stdout } = await runCli(['completion', 'bash']);
    const folder = await temporaryFolder();
    const stub = join(folder.path, 'tvguide');
    await writeFile(stub, '#!/bin/sh\nshift 3\nprintf "%s\\n" "manual-$#" "manual $2" other\n');
    await chmod(stub, 0o755);
    const line = 'COMP_WORDS=(tvguide why man); COMP_CWORD=2; _tvguide; printf "[%s]" "${COMPREPLY[@]}"';
    const found = execFileSync('bash', ['-c', `${stdout}${line}`], {
      env: { PATH: `${folder.path}:${process.env['PATH'] ?? ''}` },
      encoding: 'utf8',
    });
    await folder.remove();
    expect(found).toBe('[manual-2][manual man]');
  });

  it.each([
    ['zsh', /^#compdef tvguide\n/],
    ['fish', /^complete -c tvguide -f -a .*\n(complete -c tvguide -l [a-z-]+ -r -F\n)+$/],
  ])('prints a script for %s', async (shell, pattern) => {
    const { code, stdout } = await runCli(['completion', shell]);
    expect(stdout).toMatch(pattern);
    expect(code).toBe(0);
  });

  it.each([[[]], [['powershell']]])('refuses %j', async (args) => {
    const { code, stderr } = await runCli(['completion', ...args]);
    expect(stderr).toBe('tvguide: name a shell: bash, zsh, fish\n');
    expect(code).toBe(2);
  });
});
