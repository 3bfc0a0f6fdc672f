import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DescribeStateMachineCommand, TestStateCommand } from '@aws-sdk/client-sfn';
import { runCli } from '../support/fake-io.ts';
import { FakeStepFunctions, stateMachineArn } from '../support/fake-step-functions.ts';

const service = new FakeStepFunctions();
const fetchTitle = { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', Next: 'B' };
const definition = {
  QueryLanguage: 'JSONata',
  StartAt: 'A',
  States: {
    A: {
      Type: 'Map',
      ItemProcessor: { StartAt: 'Fetch', States: { Fetch: fetchTitle, B: { Type: 'Pass', End: true } } },
      End: true,
    },
  },
};

describe('tvguide test-state', () => {
  let cwd: string;
  beforeAll(async () => {
    cwd = await mkdtemp(join(tmpdir(), 'tvguide-test-state-'));
    await writeFile(join(cwd, 'input.json'), '{\n  "titleId": 7\n}');
    await writeFile(join(cwd, 'run.json'), '{"run":{}}');
    await writeFile(join(cwd, 'torn.json'), '{"titleId":');
  });
  afterAll(() => rm(cwd, { recursive: true }));

  beforeEach(() => {
    service.reset();
    service.mock.on(DescribeStateMachineCommand).resolves({
      definition: JSON.stringify(definition),
      roleArn: 'arn:aws:iam::123456789012:role/states',
    });
    service.mock.on(TestStateCommand).resolves({
      status: 'SUCCEEDED',
      output: '{"record":{}}',
      nextState: 'B',
      inspectionData: { input: '{}', afterArguments: '{"FunctionName":"f"}' },
    });
  });

  const run = (...args: string[]) => runCli(['test-state', ...args], { cwd });
  const sent = () => service.mock.commandCalls(TestStateCommand).map(({ args: [{ input }] }) => input);

  it('sends the state alone, with its query language and the role of the state machine', async () => {
    const { code, stdout } = await run('Fetch', '--input', 'input.json', '--variables', 'run.json');
    expect(service.mock.commandCalls(DescribeStateMachineCommand)[0]?.args[0].input).toEqual({
      stateMachineArn,
    });
    const [{ definition: alone, ...rest } = { definition: undefined }] = sent();
    expect(JSON.parse(alone ?? '')).toEqual({ QueryLanguage: 'JSONata', ...fetchTitle });
    expect(rest).toEqual({
      input: '{\n  "titleId": 7\n}',
      variables: '{"run":{}}',
      roleArn: 'arn:aws:iam::123456789012:role/states',
      inspectionLevel: 'DEBUG',
    });
    expect(stdout).toBe(`state      Fetch
status     SUCCEEDED
input      {"titleId":7}
output     {"record":{}}
next state B
`);
    expect(code).toBe(0);
  });

  it('shows the steps in between on request', async () => {
    const { stdout } = await run('Fetch', '--inspect');
    expect(stdout).toContain('\nafterArguments {"FunctionName":"f"}\n');
  });

  it('fails with the error of the state', async () => {
    service.mock.on(TestStateCommand).resolves({
      status: 'FAILED',
      error: 'Watchmode.Unavailable',
      cause: '{"errorType":"Watchmode.Unavailable","errorMessage":"HTTP 503"}',
    });
    const { code, stdout } = await run('Fetch', '--json');
    expect(JSON.parse(stdout)).toEqual({
      state: 'Fetch',
      status: 'FAILED',
      input: {},
      output: null,
      nextState: null,
      error: 'Watchmode.Unavailable',
      cause: 'HTTP 503',
    });
    expect(code).toBe(1);
  });

  it('hands on mocked results and errors', async () => {
    await run('Fetch', '--mock-result', 'input.json');
    await run('Fetch', '--mock-error', 'Watchmode.RateLimited');
    expect(sent().map(({ mock }) => mock)).toEqual([
      { result: '{\n  "titleId": 7\n}', fieldValidationMode: 'NONE' },
      { errorOutput: { error: 'Watchmode.RateLimited', cause: 'mocked' } },
    ]);
  });

  it.each([
    [['Elsewhere'], 'the state machine has no state "Elsewhere"; it has A, Fetch, B'],
    [['Fetch', '--input', 'torn.json'], 'cannot use torn.json as the input: '],
    [['Fetch', '--input', 'missing.json'], 'cannot use missing.json as the input: there is no such file'],
    [[], "missing required argument 'state'"],
    [
      ['Fetch', '--mock-error', 'X', '--mock-result', 'input.json'],
      "option '--mock-error <name>' cannot be used with option '--mock-result <file>'",
    ],
  ])('refuses %j', async (args, message) => {
    const { code, stderr } = await run(...args);
    expect(stderr).toContain(message);
    expect(code).toBe(2);
    expect(sent()).toEqual([]);
  });
});
