import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Golden, GoldenRun, RequestGolden } from '../../../bench/conformance/golden.ts';
import { conformance } from '../../../bench/conformance/main.ts';

const FUNCTION = 'arn:aws:lambda:eu-west-2:000000000000:function:work';
const work = { Type: 'Task', Resource: FUNCTION, End: true };
const pass = { Type: 'Pass', End: true };
const machine = (state: Golden['definition']): Golden['definition'] => ({
  QueryLanguage: 'JSONata',
  StartAt: 'S',
  States: { S: state },
});
const event = (id: number, previousEventId: number, type: string) => ({ id, previousEventId, type });

const passes: GoldenRun = {
  status: 'SUCCEEDED',
  output: { title: 1 },
  events: [
    event(1, 0, 'ExecutionStarted'),
    event(2, 0, 'PassStateEntered'),
    event(3, 2, 'PassStateExited'),
    event(4, 3, 'ExecutionSucceeded'),
  ],
};
const called = [
  event(1, 0, 'ExecutionStarted'),
  event(2, 0, 'TaskStateEntered'),
  event(3, 2, 'LambdaFunctionScheduled'),
  event(4, 3, 'LambdaFunctionStarted'),
];
const works: GoldenRun = {
  status: 'SUCCEEDED',
  output: { title: 1 },
  events: [
    ...called,
    event(5, 4, 'LambdaFunctionSucceeded'),
    event(6, 5, 'TaskStateExited'),
    event(7, 6, 'ExecutionSucceeded'),
  ],
};
const fails: GoldenRun = {
  status: 'FAILED',
  error: 'Nope',
  cause: '{"errorMessage":"at 10:30","errorType":"Nope"}',
  events: [...called, event(5, 4, 'LambdaFunctionFailed'), event(6, 5, 'ExecutionFailed')],
};

let folder: string;
const write = (name: string, golden: Partial<Golden>): Promise<void> =>
  writeFile(
    join(folder, `${name}.json`),
    JSON.stringify({
      definition: machine(pass),
      input: { title: 1 },
      runs: [passes],
      ignoreDetails: true,
      ...golden,
    }),
  );
const run = async (...args: readonly string[]): Promise<{ code: number; lines: readonly string[] }> => {
  const lines: string[] = [];
  return { code: await conformance(args, { folder, print: (line) => void lines.push(line) }), lines };
};

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'goldens-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('npm run conformance', () => {
  it('runs each golden with its functions, and returns 0 without differences', async () => {
    const definition = machine(work);
    await write('echo', { definition, functions: { work: 'echo' }, runs: [works] });
    await write('constant', {
      definition,
      functions: { work: 'constant:{"a":[1]}' },
      runs: [{ ...works, output: { a: [1] } }],
    });
    await write('large', {
      definition,
      functions: { work: 'large:3' },
      runs: [{ ...works, output: 'aaa' }],
    });
    await write('sleep', { definition, functions: { work: 'sleep:0.01' }, runs: [works] });
    await write('raise', { definition, functions: { work: 'raise:Nope:at 10:30' }, runs: [fails] });
    expect(await run()).toEqual({ code: 0, lines: ['5 passed, 0 failed'] });
  });

  it('runs only the goldens that are named', async () => {
    await write('one', {});
    await write('two', {});
    await write('three', {});
    expect(await run('one', 'three')).toEqual({ code: 0, lines: ['2 passed, 0 failed'] });
  });

  it('prints the differences, and returns 1', async () => {
    await write('wrong', { runs: [{ ...passes, output: { title: 2 }, events: passes.events.slice(0, 3) }] });
    await write('right', {});
    expect(await run()).toEqual({
      code: 1,
      lines: [
        'FAILED wrong: output: {"title":1} instead of {"title":2}',
        'FAILED wrong: event 4 ExecutionSucceeded {"output":{"title":1},"outputDetails":{"truncated":false}} is unexpected',
        '1 passed, 1 failed',
      ],
    });
  });

  it('redrives with the functions of the golden, and prints the differences', async () => {
    const events = [
      event(7, 6, 'ExecutionRedriven'),
      event(8, 2, 'LambdaFunctionScheduled'),
      event(9, 8, 'LambdaFunctionStarted'),
      event(10, 9, 'LambdaFunctionSucceeded'),
      event(11, 10, 'TaskStateExited'),
      event(12, 11, 'ExecutionSucceeded'),
    ];
    const redrive = { ...works, functions: { work: 'echo' }, events };
    const golden = { definition: machine(work), functions: { work: 'raise:Nope:at 10:30' } };
    await write('redriven', { ...golden, runs: [fails, redrive] });
    expect(await run()).toEqual({ code: 0, lines: ['1 passed, 0 failed'] });

    await write('redriven', { ...golden, runs: [fails, { ...redrive, output: { title: 2 } }] });
    expect(await run()).toMatchObject({
      code: 1,
      lines: ['FAILED redriven: redrive 1: output: {"title":1} instead of {"title":2}', '0 passed, 1 failed'],
    });
  });

  it('fails if a redrive is refused, and reports the redrives that were not run', async () => {
    await write('refused', { runs: [passes, passes, passes] });
    const { lines } = await run();
    expect(lines).toContain(
      'FAILED refused: redrive 1: status: "ExecutionNotRedrivable" instead of "SUCCEEDED"',
    );
    expect(lines).toContain('FAILED refused: redrive 2: was not run');
  });

  it('stops an execution after the event that the golden names', async () => {
    const events = [
      event(1, 0, 'ExecutionStarted'),
      event(2, 0, 'WaitStateEntered'),
      event(3, 0, 'ExecutionAborted'),
    ];
    const definition = machine({ Type: 'Wait', Seconds: 600, End: true });
    await write('stopped', {
      definition,
      runs: [{ status: 'ABORTED', stopAfter: 'WaitStateEntered', events }],
    });
    expect(await run()).toEqual({ code: 0, lines: ['1 passed, 0 failed'] });
  });

  it('fails with the name of the error if a definition is refused', async () => {
    await write('refused', { definition: { QueryLanguage: 'JSONata', StartAt: 'Nowhere', States: {} } });
    const { code, lines } = await run();
    expect(lines[0]).toBe('FAILED refused: status: "InvalidDefinition" instead of "SUCCEEDED"');
    expect(code).toBe(1);
  });

  it('counts a golden that cannot be run as failed, and runs the others', async () => {
    await write('broken', { functions: { work: 'juggle:3' } });
    await write('whole', {});
    expect(await run()).toEqual({
      code: 1,
      lines: ["FAILED broken: cannot be run: No function can do 'juggle:3'", '1 passed, 1 failed'],
    });
  });

  it('sends the requests of a golden, and prints the answers that differ', async () => {
    const request = { definition: machine(pass), severity: 'WARNING' };
    const valid = { label: 'valid', operation: 'ValidateStateMachineDefinition', request };
    const answer = { result: 'OK', diagnostics: [], truncated: false };
    const about = { source: '', about: '' };
    const writeRequests = (golden: RequestGolden): Promise<void> =>
      writeFile(join(folder, 'requests.json'), JSON.stringify(golden));
    const error = { name: 'ValidationException', message: '<anything>' };
    const refused = { label: 'refused', operation: 'TestState', request: { definition: pass, input: [1] } };
    await writeRequests({ ...about, requests: [{ ...valid, answer }] });
    expect(await run()).toEqual({ code: 0, lines: ['1 passed, 0 failed'] });

    await writeRequests({
      ...about,
      requests: [
        { ...valid, answer: { ...answer, truncated: true } },
        { ...refused, error },
      ],
    });
    expect(await run()).toEqual({
      code: 1,
      lines: [
        'FAILED requests: valid: answer: {"result":"OK","diagnostics":[],"truncated":false} instead of {"result":"OK","diagnostics":[],"truncated":true}',
        'FAILED requests: refused: error: {"name":"InvalidDefinition","message":"Invalid State Machine Definition: \'UNSUPPORTED_FEATURE: JSONPath states are not supported: set \'QueryLanguage\' to \'JSONata\' in the state machine or in this state at /States/StateName\'"} instead of {"name":"ValidationException","message":"<anything>"}',
        '0 passed, 1 failed',
      ],
    });
  });

  it('prints the usage with --help, and runs nothing', async () => {
    await write('broken', { functions: { work: 'juggle:3' } });
    const { code, lines } = await run('--help');
    expect(lines).toEqual([expect.stringMatching(/^Usage: npm run conformance/)]);
    expect(code).toBe(0);
  });

  it('returns 2 for an unknown golden or option', async () => {
    await write('one', {});
    expect(await run('two')).toMatchObject({ code: 2, lines: [expect.stringContaining('no golden two')] });
    expect(await run('--two')).toMatchObject({ code: 2, lines: [expect.stringContaining("'--two'")] });
  });
});
