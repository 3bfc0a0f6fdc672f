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
    await writeFile(join(cwd, 'list.json'), '[1]');
    await writeFile(join(cwd, 'items.csv'), 'id\n1\n');
    await writeFile(join(cwd, 'my.asl.json'), JSON.stringify(definition));
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

  it('sends the definition, the name of the state, and the role of the state machine', async () => {
    const { code, stdout } = await run('Fetch', '--input', 'input.json', '--variables', 'run.json');
    expect(service.mock.commandCalls(DescribeStateMachineCommand)[0]?.args[0].input).toEqual({
      stateMachineArn,
    });
    const [{ definition: text, ...rest } = { definition: undefined }] = sent();
    expect(JSON.parse(text ?? '')).toEqual(definition);
    expect(rest).toEqual({
      stateName: 'Fetch',
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

  it('hands on the check of a mock, the Context object and the configuration', async () => {
    const mock = ['--mock-result', 'input.json', '--mock-check'];
    await run('A', ...mock, 'strict', '--context', 'run.json', '--items', 'items.csv', '--retries', '2');
    await run('A', ...mock, 'present', '--failed-iterations', '1');
    await run('A', '--mock-error', 'E', '--error-from', 'Fetch');
    expect(sent()).toMatchObject([
      {
        mock: { fieldValidationMode: 'STRICT' },
        context: '{"run":{}}',
        stateConfiguration: { mapItemReaderData: 'id\n1\n', retrierRetryCount: 2 },
      },
      { mock: { fieldValidationMode: 'PRESENT' }, stateConfiguration: { mapIterationFailureCount: 1 } },
      { mock: { errorOutput: { error: 'E' } }, stateConfiguration: { errorCausedByState: 'Fetch' } },
    ]);
  });

  it('tests a state of a file, without a state machine', async () => {
    const { code } = await run('Fetch', '--definition', 'my.asl.json', '--mock-result', 'input.json');
    expect(service.mock.commandCalls(DescribeStateMachineCommand)).toEqual([]);
    expect(sent()).toMatchObject([{ definition: JSON.stringify(definition), stateName: 'Fetch' }]);
    expect(sent()[0]).not.toHaveProperty('roleArn');
    expect(code).toBe(0);
  });

  it('says when a state would be retried', async () => {
    service.mock.on(TestStateCommand).resolves({
      status: 'RETRIABLE',
      error: 'E',
      inspectionData: { errorDetails: { retryIndex: 0, retryBackoffIntervalSeconds: 4 } },
    });
    expect((await run('Fetch', '--mock-error', 'E')).stdout).toContain('retry in   4.0 s\n');
  });

  it.each([
    [['Elsewhere'], 'the state machine has no state "Elsewhere"; it has A, Fetch, B'],
    [['Fetch', '--input', 'torn.json'], 'cannot use torn.json as the input: '],
    [['Fetch', '--input', 'missing.json'], 'cannot use missing.json as the input: there is no such file'],
    [
      ['Fetch', '--input', '[1]'],
      'cannot use [1] as the input: there is no such file; put the JSON into a file, or send it to standard input and give -',
    ],
    [['A', '--definition', 'list.json'], 'cannot use list.json as the definition: '],
    [['A', '--items', 'missing.csv', '--mock-error', 'E'], 'cannot use missing.csv as the items: '],
    [['A', '--items', 'items.csv'], '--items needs --mock-result or --mock-error'],
    [['A', '--context', 'run.json'], '--context needs --mock-result or --mock-error'],
    [['A', '--failed-iterations', '0'], '--failed-iterations needs --mock-result or --mock-error'],
    [['A', '--error-from', 'B', '--mock-result', 'run.json'], '--error-from needs --mock-error'],
    [['A', '--mock-check', 'strict', '--mock-error', 'E'], '--mock-check needs --mock-result'],
    [['A', '--retries', '-1'], 'Give a whole number from 0 to 1000000'],
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
