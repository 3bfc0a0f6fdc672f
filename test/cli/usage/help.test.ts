import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Command } from 'commander';
import { addCommands } from '../../../cli/commands/index.ts';
import packageJson from '../../../package.json' with { type: 'json' };
import { FakeIo, runCli } from '../support/fake-io.ts';

const root = join(import.meta.dirname, '../../..');

const COMMANDS = [
  'run',
  'up',
  'prune',
  'start',
  'watch',
  'list',
  'show',
  'history',
  'why',
  'logs',
  'stop',
  'redrive',
  'backfill',
  'deferred',
  'console',
  'tail',
  'whats-new',
  'replay',
  'test-state',
  'graph',
  'doctor',
  'verify',
  'secret',
  'purge',
  'completion',
];

describe('help', () => {
  it('lists every command on stdout', async () => {
    const { code, stdout, stderr } = await runCli(['--help']);
    const listed = [...stdout.matchAll(/^ {2}([a-z][a-z-]+) /gm)].map(([, name]) => name);
    expect(listed.filter((name) => name !== 'help')).toEqual(COMMANDS);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  it.each(COMMANDS)('of %s has examples', async (command) => {
    const { code, stdout, stderr } = await runCli([command, '--help']);
    expect(stdout).toMatch(/Examples:\n( {2}# .+\n)? {2}\$ (source <\()?tvguide /);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  it.each(['tvguide', 'npm run -s tvguide --', 'npx tvguide'])(
    'fits 80 columns, called as %s',
    async (program) => {
      for (const args of [[], ...COMMANDS.map((command) => [command])]) {
        const { stdout } = await runCli([...args, '--help'], { program, columns: 200 });
        expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
      }
    },
  );

  it('has examples that can be pasted, as the program was called', async () => {
    const { stdout } = await runCli(['up', '--help'], { program: 'npm run -s tvguide --' });

    expect(stdout).toContain('\n  $ npm run dev -- --schedule "cron(0/5 * * * ? *)"\n');
    expect(stdout).toContain('\n  $ npm run dev -s -- --port 0 --json');
  });

  it('has examples that name files which are there', async () => {
    for (const command of COMMANDS) {
      const { stdout } = await runCli([command, '--help']);
      for (const [, file = ''] of stdout.matchAll(/ (events\/\S+\.json)/g)) {
        expect(existsSync(join(import.meta.dirname, '../../..', file))).toBe(true);
      }
    }
    expect((await runCli(['test-state', '--help'])).stdout).toContain('events/examples/');
  });

  it('lists no option that no code reads', () => {
    const program = new Command('tvguide');
    addCommands(program, new FakeIo(), () => undefined);
    const options = program.commands.flatMap((command) =>
      command.options.map((option) => option.attributeName()),
    );
    const code = ['cli', 'operate']
      .flatMap((folder) =>
        readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) =>
          join(folder, file),
        ),
      )
      .filter((file) => file.endsWith('.ts') && !/^cli\/usage\/|\/declaration\.ts$/.test(file))
      .map((file) => readFileSync(join(root, file), 'utf8'))
      .join('\n');

    expect(options.filter((name) => !new RegExp(`\\b${name}\\b`).test(code))).toEqual([]);
  });

  it('is printed without a command, which is wrong usage', async () => {
    const { code, stdout, stderr } = await runCli([]);
    expect(stderr).toContain('Usage: tvguide');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });

  it.each([
    [['redrvie'], "unknown command 'redrvie' (Did you mean redrive?)"],
    [['redrvie', '--help'], "unknown command 'redrvie' (Did you mean redrive?)"],
    [['help', 'redrvie'], "unknown command 'redrvie' (Did you mean redrive?)"],
    [['status'], "unknown command 'status' (Did you mean show?)"],
    [['help', 'describe'], "unknown command 'describe' (Did you mean show?)"],
    [['cancel', 'last'], "unknown command 'cancel' (Did you mean stop?)"],
    [['--json', 'retry'], "unknown command 'retry' (Did you mean redrive?)"],
    [['version'], "unknown command 'version' (Did you mean --version?)"],
    [['verison'], "unknown command 'verison' (Did you mean --version?)"],
    [['verfy'], "unknown command 'verfy' (Did you mean verify?)"],
    [['statsu'], "unknown command 'statsu' (Did you mean show?)"],
    [['stat'], "unknown command 'stat' (Did you mean start?)"],
    [['nonsense'], "unknown command 'nonsense'"],
    [['list', '--statsu', 'FAILED'], "unknown option '--statsu' (Did you mean --status?)"],
  ])('suggests what was meant by %j', async (args, message) => {
    const { code, stdout, stderr } = await runCli(args);
    expect(stderr).toBe(`tvguide: ${message}; see --help\n`);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });

  it('of a command is what `help` with its name shows', async () => {
    const named = await runCli(['help', 'redrive']);
    expect(named.stdout).toBe((await runCli(['redrive', '--help'])).stdout);
    expect(named.code).toBe(0);
  });

  it('does not end an error with two punctuation marks', async () => {
    const { stderr } = await runCli(['start', '--title-ids', '1,x']);
    expect(stderr).toMatch(/comma between them: 1,2,3; see --help\n$/);
  });

  it('tells the version of the package', async () => {
    const { code, stdout, stderr } = await runCli(['--version']);
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: `${packageJson.version}\n`, stderr: '' });
  });

  it('refuses an option before the command that the command does not take', async () => {
    const { code, stderr } = await runCli(['--profile', 'streaming', 'run']);
    expect(stderr).toBe('tvguide: run does not take --profile; see `tvguide run --help`\n');
    expect(code).toBe(2);
  });
});

/** The modules that load the interpreter and the SDKs. */
const RUNTIME = /\/local\/(composition\/runtime|stepfunctions\/index)\.ts$/;

describe('starting up', () => {
  it('loads neither an SDK nor the runtime before a command runs', () => {
    const loaded = [...staticImports(join(import.meta.dirname, '../../../cli/main.ts'))];
    const packages = loaded.filter((name) => !name.startsWith('/') && !name.startsWith('node:'));
    expect(packages).toEqual(['commander']);
    expect(loaded.filter((name) => /\/(local|tasks|workflow)\//.test(name))).toEqual([]);
  });

  it('loads neither an SDK nor the runtime before `npm start` has checked its options', () => {
    const loaded = [...staticImports(join(import.meta.dirname, '../../../cli/commands/run/action.ts'))];
    expect(loaded.some((name) => name.endsWith('/local/watchmode/catalogue.ts'))).toBe(true);
    expect(loaded.filter((name) => /^@(aws-sdk|smithy)\//.test(name) || RUNTIME.test(name))).toEqual([]);
  });

  it('loads the runtime for no command but those that use it at once', () => {
    const commands = join(import.meta.dirname, '../../../cli/commands');
    const loading = COMMANDS.filter((name) =>
      [...staticImports(join(commands, name, 'action.ts'))].some((file) => RUNTIME.test(file)),
    );
    expect(loading).toEqual(['up', 'prune']);
  });
});

/** The static imports of a file, with theirs: files by path, packages by name. */
function staticImports(file: string, found = new Set<string>()): Set<string> {
  found.add(file);
  const text = readFileSync(file, 'utf8');
  for (const [statement, specifier = ''] of text.matchAll(/^(?:import|export)[^;]*?from '([^']+)';/gm)) {
    if (/^(import|export) type /.test(statement)) continue;
    if (!specifier.startsWith('.')) found.add(specifier);
    else {
      const path = resolve(dirname(file), specifier);
      if (!found.has(path)) staticImports(path, found);
    }
  }
  return found;
}
