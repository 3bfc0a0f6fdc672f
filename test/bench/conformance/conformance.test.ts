import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { conformance } from '../../../bench/conformance/main.ts';
import type { Recording } from '../../../bench/conformance/recording.ts';

const FUNCTION = 'arn:aws:lambda:us-east-1:111111111111:function:work';

const callsFunction: Recording = {
  name: 'calls',
  category: 'lambda',
  dialect: 'jsonata',
  order: 'none',
  definition: {
    QueryLanguage: 'JSONata',
    StartAt: 'Work',
    States: { Work: { Type: 'Task', Resource: FUNCTION, End: true } },
  },
  input: { title: 1 },
  lambdas: { work: 'echo' },
  expected: { status: 'SUCCEEDED', output: { title: 1 } },
};

let folder: string;
const record = (recording: Partial<Recording>): Promise<void> =>
  writeFile(
    join(folder, `${recording.name ?? 'calls'}.json`),
    JSON.stringify({ ...callsFunction, ...recording }),
  );

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'recordings-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('npm run conformance', () => {
  it('runs each recording with the functions that it names, and ends with 0 when nothing differs', async () => {
    await record({});
    await record({
      name: 'constant',
      lambdas: { work: 'constant:{"a":[1]}' },
      expected: { status: 'SUCCEEDED', output: { a: [1] } },
    });
    await record({
      name: 'large',
      lambdas: { work: 'large:3' },
      expected: { status: 'SUCCEEDED', output: 'aaa' },
    });
    await record({ name: 'sleep', lambdas: { work: 'sleep:0.01' } });
    await record({
      name: 'raise',
      lambdas: { work: 'raise:Nope:at 10:30' },
      expected: {
        status: 'FAILED',
        error: 'Nope',
        cause: '{"errorMessage":"at 10:30","errorType":"Nope","requestId":"<uuid>","stackTrace":[]}',
      },
    });
    const { stdout, stderr, exitCode } = await conformance([folder]);
    expect(stderr).toBe('');
    expect(stdout).toMatch(/all +│ 5 +│ 5 +│ 5 +│ 5 +│ 5 +│ 0/);
    expect(stdout).toMatch(/\n5 passed, 0 failed\n$/);
    expect(exitCode).toBe(0);
  });

  it('says what differs, and ends with 1', async () => {
    await record({
      order: 'sequential',
      expected: {
        status: 'SUCCEEDED',
        output: { title: 2 },
        events: [{ id: 1, previousEventId: 0, type: 'ExecutionSucceeded' }],
      },
    });
    const { stdout, exitCode } = await conformance([folder]);
    expect(stdout).toContain('FAILED calls: outcome: output: {"title":1} instead of {"title":2}');
    expect(stdout).toContain('FAILED calls: types: event 1: ExecutionStarted instead of ExecutionSucceeded');
    expect(exitCode).toBe(1);
  });

  it('redrives with the functions that the recording names, and says what differs then', async () => {
    const expected = { status: 'FAILED', error: 'Nope', cause: '{"errorMessage":"","errorType":"Nope"}' };
    const redrive = { lambdas: { work: 'echo' }, expected: { status: 'SUCCEEDED', output: { title: 1 } } };
    await record({ lambdas: { work: 'raise:Nope:' }, expected, redrives: [redrive] });
    expect(await conformance([folder])).toMatchObject({ exitCode: 0 });

    const wrong = { ...redrive, expected: { ...redrive.expected, output: { title: 2 } } };
    await record({ lambdas: { work: 'raise:Nope:' }, expected, redrives: [wrong] });
    const { stdout, exitCode } = await conformance([folder]);
    expect(stdout).toContain('outcome: redrive 1: output: {"title":1} instead of {"title":2}');
    expect(exitCode).toBe(1);
  });

  it('fails when a redrive of the recording is refused', async () => {
    await record({ redrives: [{ expected: { status: 'SUCCEEDED' } }] });
    const { stdout } = await conformance([folder]);
    expect(stdout).toContain('redrive 1: status: ExecutionNotRedrivable instead of SUCCEEDED');
  });

  it('compares types and links, not details, when the order says so', async () => {
    const event = (id: number, previousEventId: number, type: string) => ({ id, previousEventId, type });
    const events = [
      event(1, 0, 'ExecutionStarted'),
      event(2, 0, 'PassStateEntered'),
      event(3, 2, 'PassStateExited'),
      event(4, 2, 'ExecutionSucceeded'),
    ];
    const pass = { QueryLanguage: 'JSONata', StartAt: 'P', States: { P: { Type: 'Pass', End: true } } };
    const expected = { status: 'SUCCEEDED', output: { title: 1 }, events };
    await record({ order: 'links', definition: pass, expected });
    const { stdout } = await conformance([folder]);
    expect(stdout.match(/FAILED .*/g)).toEqual([
      'FAILED calls: links: event 4 ExecutionSucceeded: 4 after 3 instead of 4 after 2',
    ]);
  });

  it('compares a refused definition by the name of the refusal', async () => {
    await record({ definition: { QueryLanguage: 'JSONata', StartAt: 'Nowhere', States: {} } });
    const { stdout, exitCode } = await conformance([folder]);
    expect(stdout).toContain('status: InvalidDefinition instead of SUCCEEDED');
    expect(exitCode).toBe(1);
  });

  it('reads the other dialect in JSONata', async () => {
    await record({
      dialect: 'jsonpath',
      definition: {
        StartAt: 'Work',
        States: { Work: { Type: 'Task', Resource: FUNCTION, ResultPath: '$.result', End: true } },
      },
      expected: { status: 'SUCCEEDED', output: { title: 1, result: { title: 1 } } },
    });
    expect(await conformance([folder])).toMatchObject({ exitCode: 0 });
  });

  it('skips with a reason what it cannot run', async () => {
    await record({ lambdas: { work: 'juggle:3' } });
    await record({
      name: 'reader',
      dialect: 'jsonpath',
      definition: { StartAt: 'M', States: { M: { Type: 'Map', ItemReader: {}, End: true } } },
    });
    const { stdout, exitCode } = await conformance([folder]);
    expect(stdout).toContain("skipped calls: The function work does 'juggle:3', which is not known");
    expect(stdout).toMatch(/skipped reader: .*ItemReader/);
    expect(stdout).toMatch(/all +│ 0 .*│ 2/);
    expect(exitCode).toBe(0);
  });

  it('skips with the reason a definition that needs what this runtime refuses', async () => {
    const queue = { Type: 'Task', Resource: 'arn:aws:states:::sqs:sendMessage', Arguments: {}, End: true };
    await record({ definition: { QueryLanguage: 'JSONata', StartAt: 'Q', States: { Q: queue } } });
    const { stdout, exitCode } = await conformance([folder]);
    expect(stdout).toMatch(/skipped calls: .*UNSUPPORTED_FEATURE.* at \/States\/Q\/Resource/);
    expect(stdout).toMatch(/\n0 passed, 0 failed, 1 skipped\n$/);
    expect(exitCode).toBe(0);
  });

  it('counts one that cannot be run as failed, and runs the others', async () => {
    const broken = { status: 'SUCCEEDED', output: { title: 1 }, events: 'lost' as never };
    await record({ name: 'broken', order: 'sequential', expected: broken });
    await record({ name: 'whole' });
    const { stdout, exitCode } = await conformance([folder]);
    expect(stdout).toContain('FAILED broken: outcome: could not be run:');
    expect(stdout).toMatch(/\n1 passed, 1 failed\n$/);
    expect(exitCode).toBe(1);
  });

  it('ends with 2 and one line when there is nothing to run', async () => {
    expect(await conformance([])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('Name the folder'),
    });
    expect(await conformance([folder])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining(`${folder} has no recordings`),
    });
    await writeFile(join(folder, 'odd.json'), '{}');
    expect(await conformance([folder])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('odd.json is no recording'),
    });
  });
});
