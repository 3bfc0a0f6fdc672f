import { describe, expect, it } from '@jest/globals';
import { Command } from 'commander';
import { addCommands } from '../../cli/commands/index.ts';
import { refusalUnderNpm } from '../../cli/kept-by-npm.ts';
import { FakeIo, runCli } from './support/fake-io.ts';

/** The settings that npm exports on each call. */
const ALWAYS = {
  npm_config_user_agent: 'npm/11.19.1 node/v20.20.2 linux x64 workspaces/false',
  npm_config_local_prefix: '/home/ada/tv-guide',
  npm_config_yes: '',
  npm_config_global_prefix: '/usr',
};
const START = {
  ...ALWAYS,
  npm_lifecycle_event: 'start',
  npm_lifecycle_script: 'node --max-semi-space-size=32 bin/tvguide.mjs run',
};
const TVGUIDE = { ...ALWAYS, npm_lifecycle_event: 'tvguide', npm_lifecycle_script: 'node bin/tvguide.mjs' };
const WHOAMI = {
  ...ALWAYS,
  npm_lifecycle_event: 'aws:whoami',
  npm_lifecycle_script: 'node bin/tvguide.mjs doctor --deployment',
};
const NPX = {
  ...ALWAYS,
  npm_lifecycle_event: 'npx',
  npm_lifecycle_script: "'tvguide'",
  npm_config_yes: 'true',
};

const LOCAL = ', and --local again, if it was there: npm drops it without a trace';

function refusalOf(args: readonly string[], env: Readonly<Record<string, string>>): string | undefined {
  const program = new Command('tvguide');
  addCommands(program, new FakeIo(), () => undefined);
  return refusalUnderNpm(program, args, env);
}

describe('an option that npm kept', () => {
  it.each([
    [['run'], { ...START, npm_config_dry_run: 'true' }, '--dry-run', 'npm start -- --dry-run', ''],
    [['run', '5'], { ...START, npm_config_titles: 'true' }, '--titles', 'npm start -- --titles 5', ''],
    [['run'], { ...START, npm_config_titles: '5' }, '--titles', 'npm start -- --titles 5', ''],
    [
      ['run', '5'],
      { ...START, npm_config_titles: 'true', npm_config_json: 'true' },
      '--titles and --json',
      'npm start -- --titles 5 --json',
      '',
    ],
    [
      ['run', '5', '7'],
      { ...START, npm_config_titles: 'true', npm_config_seed: 'true' },
      '--titles and --seed',
      'npm start -- --titles ... --seed ...',
      '',
    ],
    [
      ['start', '3 d'],
      { ...TVGUIDE, npm_config_watch: 'true', npm_config_window: 'true' },
      '--window and --watch',
      "npm run -s tvguide -- start --window '3 d' --watch",
      LOCAL,
    ],
    [
      ['stop', 'last'],
      { ...TVGUIDE, npm_config_yes: 'true' },
      '--yes',
      'npm run -s tvguide -- stop last --yes',
      LOCAL,
    ],
    [
      ['tail'],
      { ...TVGUIDE, npm_config_force: 'true' },
      '--follow',
      'npm run -s tvguide -- tail --follow',
      LOCAL,
    ],
    [
      ['doctor', '--deployment', 'streaming'],
      { ...WHOAMI, npm_config_profile: 'true' },
      '--profile',
      'npm run aws:whoami -- --profile streaming',
      '',
    ],
    [
      ['streaming', 'list'],
      { ...TVGUIDE, npm_config_profile: 'true' },
      '--profile',
      'npm run -s tvguide -- list --profile streaming',
      '',
    ],
    [
      ['doctor'],
      { ...TVGUIDE, npm_config_spend: '' },
      '--no-spend',
      'npm run -s tvguide -- doctor --no-spend',
      LOCAL,
    ],
    [['list'], { ...NPX, npm_config_json: 'true' }, '--json', 'npx tvguide list --json', LOCAL],
    [
      ['run'],
      { npm_lifecycle_event: 'start', npm_config_dry_run: 'true' },
      '--dry-run',
      'npm start -- --dry-run',
      '',
    ],
  ])('is told: %j', (args, env, names, line, again) => {
    expect(refusalOf(args, env)).toBe(`npm kept ${names} for itself: write \`${line}\`${again}`);
  });

  it.each([
    ['no option', ['run'], START],
    ['an option behind --', ['run', '--dry-run'], START],
    [
      'an option behind --, and a setting of npm',
      ['stop', 'last', '--yes'],
      { ...TVGUIDE, npm_config_yes: 'true' },
    ],
    ['a setting of npm that the command does not have', ['run'], { ...START, npm_config_yes: 'true' }],
    ['a colour', ['run'], { ...START, npm_config_color: '' }],
    ['npx --yes', ['stop', 'last'], NPX],
    ['a command that only reads', ['list'], TVGUIDE],
    ['a script for AWS', ['verify'], { ...WHOAMI, npm_lifecycle_script: 'node bin/tvguide.mjs verify' }],
    [
      'another program, which calls this one',
      ['run'],
      { ...START, npm_lifecycle_script: 'jest', npm_config_json: 'true' },
    ],
    ['pnpm', ['run'], { ...START, npm_config_user_agent: 'pnpm/10.0.0', npm_config_dry_run: 'true' }],
    ['no npm', ['run'], { npm_config_dry_run: 'true' }],
    ['help', ['help', 'start'], { ...TVGUIDE, npm_config_json: 'true' }],
  ])('is not seen in a call with %s', (_call, args, env) => {
    expect(refusalOf(args, env)).toBeUndefined();
  });

  it.each(['start', 'verify'])('may be --local, of which npm leaves no trace: %s says where', (name) => {
    const line = (option: string) => `\`npm run -s tvguide -- ${name} ${option}\``;
    const told = (option: string) =>
      `npm drops --local without a trace if -- is missing: write ${line('--local')} for this machine, ${line(option)} for AWS`;

    expect(refusalOf([name], TVGUIDE)).toBe(told('--profile NAME'));
    expect(refusalOf([name], { ...TVGUIDE, AWS_PROFILE: 'streaming' })).toBe(told('--profile streaming'));
    expect(refusalOf([name], { ...TVGUIDE, AWS_REGION: 'eu-west-2' })).toBe(told('--region eu-west-2'));
    expect(refusalOf([name, '--local'], TVGUIDE)).toBeUndefined();
  });

  it('may be --local under npm exec, which npx cannot be told from', () => {
    expect(refusalOf(['start'], NPX)).toBe(
      'npm exec drops --local without a trace if -- is missing: write `npx tvguide start --local` for this machine, `npx tvguide start --profile NAME` for AWS',
    );
    expect(refusalOf(['start', '--local'], NPX)).toBeUndefined();
  });

  it('stops the command before it starts', async () => {
    const { code, stdout, stderr } = await runCli(['run'], { env: { ...START, npm_config_dry_run: 'true' } });

    expect(stderr).toBe('tvguide: npm kept --dry-run for itself: write `npm start -- --dry-run`\n');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });
});
