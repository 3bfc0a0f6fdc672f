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
    [['start', '--input', ''], [':files:']],
    [['replay', '--failed', ''], [':files:']],
    [['start', '--window', ''], []],
    [['start', '--feed', 'r'], ['releases']],
    [['start', '--services', 'Netflix,BBC'], ['Netflix,BBC iPlayer']],
    [['whats-new', '--genres', 'Dr'], ['Drama']],
    [
      ['start', '--types', 'tv_m'],
      ['tv_miniseries', 'tv_movie'],
    ],
    [
      ['start', '--types', 'movie,tv_m'],
      ['movie,tv_miniseries', 'movie,tv_movie'],
    ],
    [
      ['start', '--regions', 'GB,IE,L'],
      ['LA', 'LB', 'LC', 'LI', 'LK', 'LR', 'LS', 'LT', 'LU', 'LV', 'LY'].map((code) => `GB,IE,${code}`),
    ],
    [['start', '--regions', 'GB,IE,GB'], []],
    [['list', '--region', 'eu-west-2'], ['eu-west-2']],
    [['test-state', 'Fetch title d'], ['Fetch title details']],
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

  it('gives the profiles of the AWS configuration', async () => {
    const folder = await temporaryFolder();
    const config = join(folder.path, 'config');
    await writeFile(
      config,
      '[default]\nregion=eu-west-2\n[profile streaming]\nregion=eu-west-1\n[sso-session work]\nsso_region=eu-west-2\n',
    );
    const env = { AWS_CONFIG_FILE: config, AWS_SHARED_CREDENTIALS_FILE: join(folder.path, 'none') };
    const { stdout } = await runCli(['completion', '--suggest', '--', 'list', '--profile', ''], { env });
    await folder.remove();
    expect(stdout).toBe('default\nstreaming\n');
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
    await writeFile(
      stub,
      `#!/bin/sh
shift 3
for last; do :; done
case "$last" in
  man*) printf '%s\n' "manual-$#" "manual $1" ;;
  'Fetch t') echo 'Fetch title details' ;;
  in*) echo :files: ;;
esac
`,
    );
    await chmod(stub, 0o755);
    await writeFile(join(folder.path, 'input one.json'), '{}');
    const line = 'COMP_WORDS=(tvguide "$@"); COMP_CWORD=$#; _tvguide; printf "[%s]" "${COMPREPLY[@]}"';
    const complete = (...words: string[]) =>
      execFileSync('bash', ['--norc', '-c', `${stdout}${line}`, 'bash', ...words], {
        cwd: folder.path,
        env: { PATH: `${folder.path}:${process.env['PATH'] ?? ''}` },
        encoding: 'utf8',
      });
    const found = [
      complete('why', 'man'),
      complete('test-state', 'Fetch\\ t'),
      complete('test-state', '"Fetch t'),
      complete('start', '--input', 'in'),
      complete('start', '--window', 'x'),
    ];
    await folder.remove();
    expect(found).toEqual([
      '[manual-2][manual\\ why]',
      '[Fetch\\ title\\ details]',
      '[Fetch title details]',
      '[input one.json]',
      '[]',
    ]);
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
