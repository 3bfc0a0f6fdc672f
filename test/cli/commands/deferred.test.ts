import { beforeEach, describe, expect, it } from '@jest/globals';
import { DescribeStateMachineCommand, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { PutParameterCommand } from '@aws-sdk/client-ssm';
import { conformsTo } from '../../../events/validate.ts';
import { FakeParameters } from '../testing/fake-parameters.ts';
import { runCli } from '../testing/fake-io.ts';
import { FakeStepFunctions } from '../testing/fake-step-functions.ts';

const now = Date.UTC(2026, 10, 25, 6);
const since = Date.UTC(2026, 10, 24, 6, 0, 3) / 1000;
const PATH = '/tv-guide/prod/watermarks';
const NEW = `${PATH}/new_titles`;
const service = new FakeStepFunctions();
const parameters = new FakeParameters();

const definitionOf = (name: string) =>
  JSON.stringify({
    StartAt: 'Read watermark',
    States: { 'Read watermark': { Type: 'Task', Arguments: { Name: name }, End: true } },
  });
const keep = (feed: string, ...deferred: string[]) =>
  parameters.put(`${PATH}/${feed}`, JSON.stringify({ watermark: '2026-11-24T06:00:00Z', deferred }));
const started = () =>
  service.mock
    .commandCalls(StartExecutionCommand)
    .map(({ args: [{ input }] }) => JSON.parse(input.input ?? 'null') as unknown);
const puts = () => parameters.mock.commandCalls(PutParameterCommand);

beforeEach(() => {
  service.reset();
  parameters.reset();
  service.mock
    .on(DescribeStateMachineCommand)
    .resolves({ definition: definitionOf(`{% '${PATH}/' & $feed %}`) });
});

describe('tvguide deferred', () => {
  it('lists what waits in each feed, since when and why, and how to fetch it now', async () => {
    keep('releases', `7 ${since} 2 U`);
    keep('new_titles', `3173903 ${since} 1 X`, `5 ${since} 6 U`);
    const { code, stdout, stderr } = await runCli(['deferred', '--local'], { now });
    expect(stdout).toBe(
      `FEED        TITLE    SINCE                 WAITS FOR    RUNS  LAST ERROR
new_titles  3173903  2026-11-24 06:00:03Z  23 h 59 min  1     Watchmode.UnexpectedResponse
new_titles  5        2026-11-24 06:00:03Z  23 h 59 min  6     Watchmode.Unavailable
releases    7        2026-11-24 06:00:03Z  23 h 59 min  2     Watchmode.Unavailable
`,
    );
    expect(stderr).toContain('Watchmode.Unavailable: Watchmode could not be reached');
    expect(stderr).toContain('to fetch them now: tvguide deferred --retry --local\n');
    expect(code).toBe(0);
  });

  it('prints one object with --json, and keeps to one feed with --feed', async () => {
    keep('releases', `7 ${since} 2 U`);
    keep('new_titles', `5 ${since} 6 U`);
    const { stdout } = await runCli(['deferred', '--feed', 'releases', '--json'], { now });
    expect(JSON.parse(stdout)).toEqual({
      feeds: [
        {
          feed: 'releases',
          parameter: `${PATH}/releases`,
          watermark: '2026-11-24T06:00:00Z',
          waiting: [{ titleId: 7, since: '2026-11-24T06:00:03Z', runs: 2, error: 'Watchmode.Unavailable' }],
        },
      ],
    });
  });

  it('says when nothing waits', async () => {
    keep('new_titles');
    expect((await runCli(['deferred'])).stdout).toBe('no titles are waiting\n');
    expect((await runCli(['deferred', '--retry'])).stderr).toBe(
      'no titles are waiting: nothing was started\n',
    );
    expect(started()).toEqual([]);
  });

  it('starts a run over the titles of each feed with --retry', async () => {
    keep('releases', `7 ${since} 2 U`);
    keep('new_titles', `5 ${since} 6 U`, `6 ${since} 1 T`);
    keep('titles_details_changed');
    const { code, stdout, stderr } = await runCli(['deferred', '--retry'], { now });
    expect(started()).toEqual([
      { source: 'manual', feed: 'new_titles', titleIds: [5, 6] },
      { source: 'manual', feed: 'releases', titleIds: [7] },
    ]);
    expect(started().every((input) => conformsTo('ExecutionInput', input))).toBe(true);
    expect(stdout.trimEnd().split('\n')).toHaveLength(2);
    expect(stderr).toContain('new_titles: 2 titles, at most 4 credits\n');
    expect(code).toBe(0);
  });

  it('drops a title on yes, and nothing else', async () => {
    keep('new_titles', `5 ${since} 6 U`, `6 ${since} 1 T`);
    keep('releases', `7 ${since} 2 U`);
    const { code, stdout, io } = await runCli(['deferred', '--forget', '5'], { now, answers: ['y'] });
    expect(io.questions).toEqual(['Forget 1 title? [y/N] ']);
    expect(JSON.parse(parameters.valueOf(NEW) ?? '')).toEqual({
      watermark: '2026-11-24T06:00:00Z',
      deferred: [`6 ${since} 1 T`],
    });
    expect(puts()).toHaveLength(1);
    expect(stdout).toBe('forgot 1 title; a listing that names one again brings it back\n');
    expect(code).toBe(0);
  });

  it('loses nothing that a run writes between its read and its write', async () => {
    keep('new_titles', `5 ${since} 6 U`);
    let others = 1;
    parameters.beforePut = () => {
      if (others === 0) return;
      others -= 1;
      parameters.put(
        NEW,
        JSON.stringify({ watermark: '2026-11-25T06:00:00Z', deferred: [`5 ${since} 7 U`, `9 ${since} 1 R`] }),
      );
    };
    const { code } = await runCli(['deferred', '--forget', '5', '--yes'], { now });
    expect(JSON.parse(parameters.valueOf(NEW) ?? '')).toEqual({
      watermark: '2026-11-25T06:00:00Z',
      deferred: [`9 ${since} 1 R`],
    });
    expect(code).toBe(0);
  });

  it('gives up when others write all the time', async () => {
    keep('new_titles', `5 ${since} 6 U`);
    parameters.beforePut = () => keep('new_titles', `5 ${since} 7 U`);
    const { code, stderr } = await runCli(['deferred', '--forget', '5', '--yes'], { now });
    expect(stderr).toContain('keeps being changed by others');
    expect(puts()).toHaveLength(5);
    expect(code).toBe(1);
  });

  it.each([
    [['deferred', '--forget', '8', '--yes'], 1, 'tvguide: title 8 is not waiting\n'],
    [['deferred', '--forget', '8,9', '--yes'], 1, 'tvguide: titles 8, 9 are not waiting\n'],
    [
      ['deferred', '--forget', '5'],
      2,
      'tvguide: deferred --forget asks before it acts, and there is no terminal to ask on: add --yes\n',
    ],
    [['deferred', '--watch'], 2, 'tvguide: --watch goes with --retry only\n'],
  ])('refuses %j', async (args, exitCode, message) => {
    keep('new_titles', `5 ${since} 6 U`);
    const { code, stderr } = await runCli(args, { now });
    expect(stderr).toContain(message);
    expect(puts()).toEqual([]);
    expect(code).toBe(exitCode);
  });

  it('leaves everything as it is on the answer no', async () => {
    keep('new_titles', `5 ${since} 6 U`);
    const { code, stderr } = await runCli(['deferred', '--forget', '5'], { now, answers: ['n'] });
    expect(stderr).toContain('nothing was changed\n');
    expect(puts()).toEqual([]);
    expect(code).toBe(1);
  });

  it('names a corrupt parameter', async () => {
    parameters.put(NEW, '{"watermark":1}');
    const { code, stderr } = await runCli(['deferred'], { now });
    expect(stderr).toMatch(
      new RegExp(`^tvguide: the parameter ${NEW} is corrupt: .*; correct it, or delete it`),
    );
    expect(code).toBe(1);
  });

  it('says when the state machine is another one', async () => {
    service.mock.on(DescribeStateMachineCommand).resolves({ definition: definitionOf('somewhere') });
    const { code, stderr } = await runCli(['deferred']);
    expect(stderr).toContain('the definition of title-ingestion does not say where it keeps its feeds');
    expect(code).toBe(1);
  });
});
