import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ExecutionAlreadyExists, ListStateMachinesCommand, StartExecutionCommand } from '@aws-sdk/client-sfn';
import planned from '../../../events/examples/run-summary/plan.json' with { type: 'json' };
import { runProgram } from '../../../cli/program.ts';
import { tvguide } from '../support/child.ts';
import { FakeIo, runCli } from '../support/fake-io.ts';
import { executionArnOf, FakeStepFunctions, stateMachineArn } from '../support/fake-step-functions.ts';
import { entered, historyOf } from '../support/history.ts';
import { settled } from '../../support/settled.ts';

const now = Date.UTC(2026, 10, 24, 10, 15, 0, 250);
const service = new FakeStepFunctions();

const sentInputs = () =>
  service.mock.commandCalls(StartExecutionCommand).map(({ args: [{ input }] }) => ({
    ...input,
    input: JSON.parse(input.input ?? '') as unknown,
  }));

describe('tvguide start', () => {
  let cwd: string;
  beforeAll(async () => {
    cwd = await mkdtemp(join(tmpdir(), 'tvguide-start-'));
    await writeFile(join(cwd, 'null.json'), 'null');
    await writeFile(join(cwd, 'list.json'), '[]');
    await writeFile(join(cwd, 'ids.json'), '{"titleIds":[1]}');
    await writeFile(join(cwd, 'types.json'), '{"titleIds":[1],"types":["movie"]}');
  });
  afterAll(() => rm(cwd, { recursive: true }));
  beforeEach(() => service.reset());

  it('says at Ctrl-C that the run goes on', async () => {
    const io = new FakeIo({ now });
    const listing = historyOf({ type: 'ExecutionStarted' }, entered('Task', 'List new titles', '{}', 0));
    service.mock.on(StartExecutionCommand).callsFake(({ name }: { name: string }) => {
      service.add({ name, description: { status: 'RUNNING' }, events: listing });
      return Promise.resolve({ executionArn: executionArnOf(name), startDate: new Date(0) });
    });
    const ended = runProgram(['start', '--name', 'week', '--watch'], io);
    await settled(() => io.waits.length > 0);
    io.interruption.abort();

    expect(await ended).toBe(130);
    expect(io.written.err).toContain(
      'week goes on: only this command has ended\nfollow: tvguide watch week\n',
    );
  });

  it('starts a run over the open window and prints its ARN', async () => {
    const { code, stdout, stderr } = await runCli(['start'], { now });
    expect(sentInputs()).toEqual([
      {
        stateMachineArn,
        name: expect.stringMatching(/^manual-2026-11-24T10-15-00Z-open-window-[0-9a-f]{6}$/),
        input: {},
      },
    ]);
    const name = String(sentInputs()[0]?.name);
    expect(stdout).toBe(`${executionArnOf(name)}\n`);
    expect(stderr).toBe(
      `started ${name} at 2026-11-24 10:15:00Z; follow it with \`tvguide watch ${name}\`\n`,
    );
    expect(code).toBe(0);
  });

  it('makes every flag a field of the execution input', async () => {
    const flags =
      '--window 2026-11-01..2026-11-08 --feed titles_details_changed --types movie,tv_series --regions GB,IE --max-titles 5 --dry-run';
    await runCli(['start', ...flags.split(' ')], { now });
    expect(sentInputs()).toEqual([
      {
        stateMachineArn,
        name: expect.stringMatching(
          /^manual-2026-11-24T10-15-00Z-titles-details-changed-window-dry-run-[0-9a-f]{6}$/,
        ),
        input: {
          window: { start: '2026-11-01T00:00:00Z', end: '2026-11-08T00:00:00Z' },
          feed: 'titles_details_changed',
          types: ['movie', 'tv_series'],
          regions: ['GB', 'IE'],
          maxTitles: 5,
          dryRun: true,
        },
      },
    ]);
  });

  it('makes the options of a sweep fields of the execution input', async () => {
    const args = ['--feed', 'catalogue', '--services', 'Netflix,BBC iPlayer,157', '--genres', 'Drama,4'];
    await runCli(['start', ...args, '--max-credits', '50', '--publish-baseline'], { now });
    expect(sentInputs()).toEqual([
      {
        stateMachineArn,
        name: expect.stringMatching(/^manual-2026-11-24T10-15-00Z-catalogue-sweep-[0-9a-f]{6}$/),
        input: {
          feed: 'catalogue',
          services: ['Netflix', 'BBC iPlayer', 157],
          genres: ['Drama', 4],
          maxCredits: 50,
          publishBaseline: true,
        },
      },
    ]);
  });

  it('leaves the feed to a deployment whose own feed may be catalogue', async () => {
    await runCli(['start', '--services', 'Netflix'], { now });
    expect(sentInputs()[0]?.input).toEqual({ services: ['Netflix'] });
  });

  it('lets flags replace fields of the file', async () => {
    await writeFile(join(cwd, 'input.json'), '{"titleIds":[1,2],"regions":["IE"]}');
    await runCli(['start', '--input', 'input.json', '--title-ids', '3', '--name', 'mine'], { now, cwd });
    expect(sentInputs()).toEqual([
      { stateMachineArn, name: 'mine', input: { titleIds: [3], regions: ['IE'] } },
    ]);
  });

  it('takes a window up to now', async () => {
    await runCli(['start', '--window', '7d'], { now });
    expect(sentInputs()[0]?.input).toEqual({
      window: { start: '2026-11-17T10:15:00Z', end: '2026-11-24T10:15:00Z' },
    });
  });

  it("takes EventBridge's own event as it is", async () => {
    await writeFile(join(cwd, 'event.json'), '{"source":"aws.events","time":"2026-11-24T06:00:00Z"}');
    await runCli(['start', '--input', 'event.json'], { now, cwd });
    expect(sentInputs()).toEqual([
      {
        stateMachineArn,
        name: expect.stringMatching(/^schedule-2026-11-24T10-15-00Z-open-window-[0-9a-f]{6}$/),
        input: { source: 'aws.events', time: '2026-11-24T06:00:00Z' },
      },
    ]);
  });

  it.each([
    [['--feed', 'old_titles'], "argument 'old_titles' is invalid. Allowed choices are new_titles, "],
    [['--title-ids', '1,1'], "option '--title-ids <ids>' argument '1,1' is invalid. 1 is given twice"],
    [['--title-ids', '0'], "option '--title-ids <ids>' argument '0' is invalid"],
    [['--types', 'film'], 'film is not a type of title: give some of movie, tv_series, '],
    [['--types', 'movie,movie'], 'movie is given twice'],
    [['--regions', 'GB,GB'], 'GB is given twice'],
    [['--regions', 'gb'], 'gb must be an ISO 3166-1 country code in upper case: use GB'],
    [['--regions', 'IE,UK'], 'UK must be an ISO 3166-1 country code in upper case: use GB'],
    [['--regions', 'ZZ'], 'there is no country ZZ'],
    [
      ['--title-ids', '1', '--window', '2026-11-01..2026-11-02'],
      "cannot be used with option '--title-ids <ids>'",
    ],
    [['--input', 'ids.json', '--window', '7d'], '--window and /titleIds of ids.json exclude each other'],
    [['--max-titles', '0'], 'Give a whole number from 1 to 25000'],
    [['--window', '2026-11-08..2026-11-01'], 'The window must end after it starts'],
    [['--window', '2026-11-20..2026-11-25'], 'the end of --window must not be later than the start of'],
    [['--window', '1969-11-20..2026-11-23'], 'the start of --window must not be before 1970'],
    [['--window', '99999999d'], 'It is too long: give at most 36500d'],
    [['--types', 'movie', '--title-ids', '1'], "cannot be used with option '--types <list>'"],
    [['--types', 'movie', '--feed', 'releases'], 'tvguide: --types is not offered by the feed releases\n'],
    [
      ['--services', 'Netflix', '--feed', 'releases'],
      'tvguide: --services has a meaning only with the feed catalogue, not with releases\n',
    ],
    [['--services', 'Netflix', '--window', '7d'], '--window has no meaning with the feed catalogue, which'],
    [
      ['--feed', 'catalogue', '--max-titles', '5'],
      'tvguide: --max-titles has no meaning with the feed catalogue; set --max-credits\n',
    ],
    [
      ['--input', 'ids.json', '--genres', 'Drama'],
      '--genres has no meaning with /titleIds of ids.json, which',
    ],
    [['--services', 'Netflix,,157'], 'Give words with a comma between them: Netflix,BBC iPlayer'],
    [['--services', 'Netflix,Netflix'], 'Netflix is given twice'],
    [['--max-credits', '0'], 'Give a whole number from 1 to 1000000000'],
    [['--input', 'ids.json', '--types', 'movie'], '--types has no meaning with /titleIds of ids.json, which'],
    [['--input', 'types.json'], '/types of types.json has no meaning with /titleIds of types.json'],
    [['--input', 'null.json'], 'the input null.json holds null; an execution input is an object'],
    [['--input', 'list.json'], 'the input list.json holds a list; an execution input is an object'],
    [['--titles', '50'], 'To ingest titles by their IDs, use --title-ids 50'],
    [['--name', 'last'], '"last" means the newest execution'],
    [['--name', 'a:b'], 'A name has 1 to 80 letters'],
    [['--name', 'x'.repeat(81)], 'A name has 1 to 80 letters'],
    [['--types', 'movie,'], 'movie,tv_series'],
    [['--regions', 'GB,'], 'GB,IE'],
    [['--input', ''], '--input needs the name of a file'],
    [['--input', 'missing.json'], 'cannot read the input missing.json: there is no such file\n'],
    [
      ['--input', '{"dryRun":true}'],
      'cannot read the input {"dryRun":true}: there is no such file; put the JSON into a file, or send it to standard input and give -\n',
    ],
  ])('refuses %j before it calls anything', async (args, message) => {
    const { code, stdout, stderr } = await runCli(['start', ...args], { now, cwd });
    expect(stderr).toContain(message);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(stdout).toBe('');
    expect(code).toBe(2);
    expect(service.mock.calls()).toHaveLength(0);
  });

  it('reads the input from standard input', async () => {
    const start = (input: string) => tvguide(['start', '--input', '-'], { cwd, input });
    const [list, nothing] = [await start('[]'), await start('')];
    expect(list.stderr).toBe(
      'tvguide: the input from standard input holds a list; an execution input is an object: {} is the shortest\n',
    );
    expect(nothing.stderr).toMatch(/^tvguide: the input from standard input is not valid JSON: .*\n$/);
    expect([list.code, nothing.code]).toEqual([2, 2]);
  });

  it('says what a dry run costs, and how to count without paying for it', async () => {
    const { stderr } = await runCli(['start', '--dry-run'], { now });
    expect(stderr).toMatch(
      /^a dry run publishes nothing, but it fetches the titles, for 2 credits each; --plan only counts and prices them\n/,
    );
  });

  it('follows a plan to its end, and prints the number of titles and their price', async () => {
    service.mock.on(StartExecutionCommand).callsFake(({ name }: { name: string }) => {
      service.add({ name, description: { status: 'SUCCEEDED', output: JSON.stringify(planned) } });
      return Promise.resolve({ executionArn: executionArnOf(name), startDate: new Date(0) });
    });
    const { code, stdout, stderr } = await runCli(['start', '--plan'], { now });
    expect(sentInputs()[0]).toMatchObject({
      name: expect.stringMatching(/^manual-2026-11-24T10-15-00Z-open-window-plan-[0-9a-f]{6}$/),
      input: { plan: true },
    });
    expect(stdout).toContain(
      '  plan        2 titles  nothing was fetched: a run would fetch them for at most 4 credits; 995 credits are left\n',
    );
    expect(stdout).toContain('not moved: a plan does not move it');
    expect(stdout).not.toContain('discovered');
    expect(stderr).not.toContain('dry run');
    expect(code).toBe(0);
  });

  it('says what to do when the name is taken', async () => {
    service.mock
      .on(StartExecutionCommand)
      .rejects(new ExecutionAlreadyExists({ message: 'Execution Already Exists', $metadata: {} }));
    const { code, stderr } = await runCli(['start', '--name', 'mine'], { now });
    expect(stderr).toBe('tvguide: an execution mine already exists: choose another name with --name\n');
    expect(code).toBe(1);
  });

  it('prints one JSON object with --json, wherever the option stands', async () => {
    const before = await runCli(['--json', '--quiet', 'start', '--name', 'mine'], { now });
    const after = await runCli(['start', '--name', 'mine', '--json', '--quiet'], { now });
    expect(JSON.parse(before.stdout)).toEqual({
      executionArn: executionArnOf('mine'),
      name: 'mine',
      startDate: '2026-11-24T10:15:00.000Z',
    });
    expect(after.stdout).toBe(before.stdout);
    expect(before.stderr + after.stderr).toBe('');
  });

  it('finds the state machine by its name, page after page', async () => {
    service.mock
      .on(ListStateMachinesCommand, { maxResults: 1000 })
      .resolves({ stateMachines: [machine('title-ingestion-test')], nextToken: 'two' })
      .on(ListStateMachinesCommand, { maxResults: 1000, nextToken: 'two' })
      .resolves({ stateMachines: [machine('title-ingestion')] });
    await runCli(['start', '--name', 'mine'], { now });
    expect(sentInputs()[0]?.stateMachineArn).toBe(stateMachineArn);
  });

  it('names similar state machines if there is none with the name', async () => {
    service.mock.on(ListStateMachinesCommand).resolves({ stateMachines: [machine('title-ingestion-test')] });
    const { code, stderr } = await runCli(['start'], { now });
    expect(stderr).toBe(
      'tvguide: there is no state machine title-ingestion: name one of these with --state-machine: title-ingestion-test\n',
    );
    expect(code).toBe(1);
  });

  it('names the state machines that exist if there is none with the given name or ARN', async () => {
    service.mock
      .on(ListStateMachinesCommand)
      .resolves({ stateMachines: ['title-ingestion', 'redrive-failed-run'].map(machine) });
    service.mock
      .on(StartExecutionCommand)
      .rejects(Object.assign(new Error('none'), { name: 'StateMachineDoesNotExist', $metadata: {} }));
    for (const wanted of ['nosuch', stateMachineArn.replace('title-ingestion', 'nosuch')]) {
      const { code, stderr } = await runCli(['start', '--state-machine', wanted], { now });
      expect(stderr).toBe(
        `tvguide: there is no state machine ${wanted}: name one of these with --state-machine: title-ingestion, redrive-failed-run\n`,
      );
      expect(code).toBe(1);
    }
  });

  it('says so if there is no state machine at all', async () => {
    service.mock.on(ListStateMachinesCommand).resolves({ stateMachines: [] });
    const { stderr } = await runCli(['start'], { now });
    expect(stderr).toBe(
      'tvguide: there is no state machine title-ingestion, nor any other: deploy it (README.md), check --profile and --region\n',
    );
  });

  it('takes the state machine from the option, then from the environment', async () => {
    const fromEnvironment = `${stateMachineArn}-environment`;
    const env = { TVGUIDE_STATE_MACHINE_ARN: fromEnvironment };
    await runCli(['start', '--name', 'one'], { now, env });
    await runCli(['start', '--name', 'two', '--state-machine', stateMachineArn], { now, env });
    expect(sentInputs().map((input) => input.stateMachineArn)).toEqual([fromEnvironment, stateMachineArn]);
    expect(service.mock.commandCalls(ListStateMachinesCommand)).toHaveLength(0);
  });

  it('accepts an invalid example of the project, and shows its fault', async () => {
    const examples = join(import.meta.dirname, '../../../events/examples/execution-input/invalid');
    const { code, stderr } = await runCli(['start', '--input', join(examples, 'not-a-country.json')], {
      now,
    });
    expect(stderr).toContain('is not an execution input: /regions/0 ');
    expect(code).toBe(2);
  });

  it('repeats no more than 200 characters of a value', async () => {
    const { stderr } = await runCli(['start', '--max-titles', 'z'.repeat(5_000)], { now });
    expect(stderr).toContain(`'${'z'.repeat(200)}…'`);
    expect(stderr.length).toBeLessThan(400);
  });

  it('never repeats a password in an address', async () => {
    service.mock
      .on(ListStateMachinesCommand)
      .rejects(Object.assign(new Error('no'), { code: 'ECONNREFUSED' }));
    const { stderr } = await runCli(['start', '--endpoint-url', 'http://ada:secret@127.0.0.1:1'], { now });
    expect(stderr).toBe(
      'tvguide: http://127.0.0.1:1 refuses connections: start what should listen there, or correct the address\n',
    );
  });
});

function machine(name: string) {
  const arn = stateMachineArn.replace('title-ingestion', name);
  return { name, stateMachineArn: arn, type: 'STANDARD' as const, creationDate: new Date(0) };
}
