import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  ListExecutionsCommand,
} from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { STAND_IN_TITLE } from '../../../cli/commands/verify/default-title.ts';
import { judgeSummary } from '../../../cli/commands/verify/judge-summary.ts';
import { judgeSweepPlan } from '../../../cli/commands/verify/sweep-plan.ts';
import { writeLocalEndpoints } from '../../../operate/endpoints/local-endpoints.ts';
import { DEFAULT_SETTINGS } from '../../../infra/stages.ts';
import { loadCatalogue } from '../../../local/watchmode/catalogue.ts';
import {
  machineArn,
  PASS,
  ROLE,
  type Service,
  single,
  startService,
  WAIT,
} from '../../local/stepfunctions/api/support/service.ts';
import { temporaryFolder, type TemporaryFolder } from '../support/child.ts';
import { runHere } from '../support/run-here.ts';

const TITLE = 42;
const EXAMPLE = JSON.parse(readFileSync('events/examples/run-summary/one-skipped.json', 'utf8')) as Readonly<
  Record<string, unknown>
>;

/** The summary of a dry run of one title. */
const summary = (changes: Readonly<Record<string, unknown>> = {}) => ({
  ...EXAMPLE,
  dryRun: true,
  discovered: 1,
  published: 1,
  skipped: 0,
  setAside: [],
  ...changes,
});
const SKIPPED = {
  published: 0,
  skipped: 1,
  setAside: [{ titleId: TITLE, outcome: 'skipped', reason: 'Watchmode does not know title 42' }],
};

describe('tvguide verify', () => {
  let service: Service;
  let folder: TemporaryFolder;
  beforeEach(async () => {
    service = await startService();
    folder = await temporaryFolder();
  });
  afterEach(async () => {
    await service.close();
    await folder.remove();
  });

  const deploy = (name: string, definition: string) =>
    service.client.send(new CreateStateMachineCommand({ name, definition, roleArn: ROLE }));
  const verify = (...args: string[]) =>
    runHere(['verify', '--local', '--endpoint-url', service.api.url, ...args], { cwd: folder.path });
  const ends = (output: unknown) => single({ Type: 'Pass', Output: output });
  const executions = async () => {
    const { executions: all = [] } = await service.client.send(
      new ListExecutionsCommand({ stateMachineArn: machineArn('title-ingestion') }),
    );
    return Promise.all(
      all.map(({ executionArn }) => service.client.send(new DescribeExecutionCommand({ executionArn }))),
    );
  };

  it('validates both definitions, starts a dry run of one title, and says what passed', async () => {
    await deploy('title-ingestion', ends(summary()));
    await deploy('redrive-failed-run', PASS);
    const { code, stdout } = await verify('--json');
    const [run, ...others] = await executions();

    expect(others).toEqual([]);
    expect(JSON.parse(run?.input ?? '')).toEqual({ titleIds: [STAND_IN_TITLE], dryRun: true });
    expect(JSON.parse(stdout)).toEqual({
      checks: [
        { name: 'title-ingestion', verdict: 'ok', detail: 'the definition is valid' },
        { name: 'redrive-failed-run', verdict: 'ok', detail: 'the definition is valid' },
        {
          name: 'dry run',
          verdict: 'ok',
          detail: `${run?.name}: title ${STAND_IN_TITLE} would be published`,
        },
      ],
    });
    expect(code).toBe(0);
  });

  it('asks the stand-in for a title of its catalogue, and Watchmode itself for that of the stage', async () => {
    await deploy('title-ingestion', ends(summary()));
    await deploy('redrive-failed-run', PASS);
    const [first] = await loadCatalogue('local/watchmode/catalogue.csv', 1);
    const note = { pid: process.pid, stepFunctions: service.api.url, watchmode: 'http://127.0.0.1:1/v1' };
    await mkdir(join(folder.path, '.local'));

    await writeLocalEndpoints(folder.path, { ...note, watchmodeControl: 'http://127.0.0.1:1/stand-in' });
    expect(await verify()).toMatchObject({
      stdout: expect.stringContaining(`title ${first?.watchmodeId} would be published`),
    });

    await writeLocalEndpoints(folder.path, note);
    expect(await verify()).toMatchObject({
      stdout: expect.stringContaining(`title ${DEFAULT_SETTINGS.probeTitleId} would be published`),
    });
  });

  it('warns if the title of the dry run would not be published', async () => {
    await deploy('title-ingestion', ends(summary(SKIPPED)));
    await deploy('redrive-failed-run', PASS);
    const { code, stdout } = await verify('--title-id', String(TITLE));

    expect(stdout).toContain(
      'title 42 would not be published: skipped, Watchmode does not know title 42 → try another title',
    );
    expect(code).toBe(0);
  });

  it('looks at the state machines of another stage', async () => {
    await deploy('title-ingestion-dev', ends(summary()));
    await deploy('redrive-failed-run-dev', PASS);

    expect(await verify('--stage', 'dev')).toMatchObject({ code: 0 });
    expect(await verify()).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/^✖ title-ingestion +there is no state machine title-ingestion/),
    });
  });

  it('plans a sweep, without a page, of a deployment whose schedule starts sweeps', async () => {
    const plan = { titles: 0, credits: 33, creditsLeft: 1_900 };
    await deploy('title-ingestion', ends(summary({ plan })));
    await deploy('redrive-failed-run', PASS);
    const context = { sweepSchedule: 'rate(1 day)', services: 'Netflix', sweepTypes: 'movie' };
    await writeFile(join(folder.path, 'cdk.json'), JSON.stringify({ context }));
    const args = ['verify', '--endpoint-url', service.api.url, '--region', 'eu-west-2', '--title-id', '42'];
    const { code, stdout } = await withCredentials(() => runHere(args, { cwd: folder.path }));
    const inputs = (await executions()).map(({ input }) => JSON.parse(input ?? '') as unknown);

    expect(stdout).toMatch(
      /^✔ sweep plan +manual-\S+: the next sweep costs about 33 credits, of 1900 that can be spent$/m,
    );
    expect(inputs).toContainEqual({ feed: 'catalogue', plan: true, types: ['movie'] });
    expect(code).toBe(0);
    // A runtime of this machine has no services of a deployment.
    expect((await verify()).stdout).not.toContain('sweep plan');
  });

  it('fails when a definition is missing, and plays the dry run all the same', async () => {
    await deploy('title-ingestion', ends(summary()));
    const { code, stdout } = await verify();

    expect(stdout).toMatch(/^✔ title-ingestion/m);
    expect(stdout).toMatch(
      /^✖ redrive-failed-run there is no state machine redrive-failed-run → `tvguide up` starts a runtime that has it$/m,
    );
    expect(stdout).toMatch(/^✔ dry run/m);
    expect(code).toBe(1);
  });

  it('fails when the run fails, with its error and the command that explains it', async () => {
    await deploy(
      'title-ingestion',
      JSON.stringify({
        QueryLanguage: 'JSONata',
        StartAt: 'Only',
        States: { Only: { Type: 'Fail', Error: 'Watchmode.Unauthorized', Cause: 'The key is refused' } },
      }),
    );
    await deploy('redrive-failed-run', PASS);
    const { code, stdout } = await verify();

    expect(stdout).toMatch(
      /^✖ dry run +manual-\S+ is FAILED, Watchmode\.Unauthorized: The key is refused → tvguide why manual-\S+ --local/m,
    );
    expect(code).toBe(1);
  });

  it('stops a run that is not over in time', async () => {
    await deploy('title-ingestion', WAIT);
    await deploy('redrive-failed-run', PASS);
    const { code, stdout } = await verify('--timeout', '1s');

    expect(stdout).toMatch(/^✖ dry run +manual-\S+ was not over after 1 s, and was stopped → /m);
    expect(await executions()).toEqual([expect.objectContaining({ status: 'ABORTED' })]);
    expect(code).toBe(1);
  });

  it.each([
    ['--title-id', '0'],
    ['--timeout', 'soon'],
    ['--stage', 'Prod'],
  ])('does not take %s %s', async (...args) => {
    expect(await verify(...args)).toMatchObject({ code: 2, stdout: '' });
  });
});

describe('the judgement of the plan of a sweep', () => {
  const planned = (credits: number, creditsLeft: number | null) =>
    judgeSweepPlan(summary({ plan: { titles: 0, credits, creditsLeft } }));

  it('has its price, and warns if the account cannot pay it', () => {
    expect(planned(33, 33)).toMatchObject({ verdict: 'ok' });
    expect(planned(33, null)).toEqual({ verdict: 'ok', detail: 'the next sweep costs about 33 credits' });
    expect(planned(33, 32)).toMatchObject({
      verdict: 'warning',
      detail: 'the next sweep costs about 33 credits, and 32 can be spent',
    });
    expect(planned(33, -5)).toMatchObject({ detail: expect.stringContaining('0 can be spent') });
  });

  it.each([[null], [summary()]])('fails without one: %j', (output) => {
    expect(judgeSweepPlan(output)).toMatchObject({
      verdict: 'failed',
      detail: 'its output is not the plan of a run',
    });
  });
});

describe('the judgement of a summary', () => {
  it.each([
    ['no summary', { answer: 42 }, 'its output is not the summary of a run'],
    ['no output', null, 'its output is not the summary of a run'],
    ['a run that published', summary({ dryRun: false }), 'its summary says that it was not a dry run'],
    ['no title', summary({ discovered: 0, published: 0 }), 'it discovered 0 titles instead of 1'],
    ['a title too many', summary({ discovered: 2, published: 2 }), 'it discovered 2 titles instead of 1'],
    ['a title that is lost', summary({ published: 0 }), 'it accounts for 0 titles instead of 1'],
    ['a title that is counted twice', summary({ skipped: 1 }), 'it accounts for 2 titles instead of 1'],
  ])('fails with %s', (_, output, detail) => {
    expect(judgeSummary(output, TITLE)).toMatchObject({ verdict: 'failed', detail });
  });

  it.each(['skipped', 'deferred', 'rejected'])('warns of a title that was %s, with the reason', (outcome) => {
    const setAside = [{ titleId: TITLE, outcome, reason: 'the reason' }];

    expect(judgeSummary(summary({ published: 0, [outcome]: 1, setAside }), TITLE)).toMatchObject({
      verdict: 'warning',
      detail: `the run works, but title 42 would not be published: ${outcome}, the reason`,
    });
  });
});

/** Gives the SDK credentials, which it reads from the environment itself. */
async function withCredentials<T>(work: () => Promise<T>): Promise<T> {
  const before = { ...process.env };
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'any', AWS_SECRET_ACCESS_KEY: 'any' });
  try {
    return await work();
  } finally {
    process.env = before;
  }
}
