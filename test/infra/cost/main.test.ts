import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { cost } from '../../../infra/cost/main.ts';

describe('npm run cost', () => {
  const page = readFileSync('docs/cost.md', 'utf8');

  it('prints what docs/cost.md shows for 250 titles', () => {
    const { stdout, stderr, exitCode } = cost(['--titles', '250']);

    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
    expect(page).toContain(`$ npm run -s cost -- --titles 250\n${stdout.trimEnd()}\n`);
  });

  it.each([10_000, 25_000])('begins with what docs/cost.md shows for %i titles', (titles) => {
    const { stdout, stderr, exitCode } = cost(['--titles', String(titles)]);
    const [run = ''] = stdout.split('\n\n');

    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
    expect(run).toContain('All, one run');
    expect(page).toContain(`$ npm run -s cost -- --titles ${titles} | sed '/^$/q'\n${run}\n\`\`\`\n`);
  });

  it('prints what docs/cost.md and docs/runbook.md show for a run that failed', () => {
    const { stdout, stderr, exitCode } = cost(['--titles', '250', '--ingested', '180']);
    const shown = `$ npm run -s cost -- --titles 250 --ingested 180\n${stdout.trimEnd()}\n`;

    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
    expect(page).toContain(shown);
    expect(readFileSync('docs/runbook.md', 'utf8')).toContain(shown);
  });

  it('prints what docs/cost.md shows for a sweep', () => {
    const { stdout, stderr, exitCode } = cost(['--titles', '20', '--sweep', '30']);

    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
    expect(page).toContain(`$ npm run -s cost -- --titles 20 --sweep 30\n${stdout.trimEnd()}\n`);
  });

  it('never rounds a quantity to 0', () => {
    expect(cost(['--titles', '1']).stdout).toMatch(/Logs of the functions +<0\.001 GB of logs/);
  });

  it('accepts settings like the CDK', () => {
    const { stdout } = cost([
      '--titles',
      '250',
      '-c',
      'streamMode=provisioned',
      '-c',
      'recordAggregation=kpl',
    ]);

    expect(stdout).toMatch(/Kinesis writes +50 PUT unit/);
  });

  it.each([
    [['--titles', '0'], '--titles is 0; allowed: a whole number from 1 to 25000'],
    [['--titles', 'many'], '--titles is many; allowed'],
    [[], '--titles is missing; allowed'],
    [['--titles', '5', '--ingested', '5'], '--ingested is 5; allowed: a whole number from 0 to 4'],
    [['--titles', '5', '--ingested', 'all'], '--ingested is all; allowed'],
    [['--title', '5'], "Unknown option '--title'"],
    [['--titles', '5', '-c', 'stage=X'], 'stage cannot be "X"; allowed: lower-case'],
    [['--titles', '5', '-c', 'stage'], 'stage cannot be ""; allowed: lower-case'],
  ])('reports the fault of %j on stderr, with exit code 2', (args, problem) => {
    const { stdout, stderr, exitCode } = cost(args);

    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 2 });
    expect(stderr).toContain(problem);
    expect(stderr).toContain('Usage: npm run cost');
  });

  it('explains itself', () => {
    expect(cost(['--help'])).toMatchObject({ stdout: expect.stringMatching(/^Usage: /), exitCode: 0 });
  });
});
