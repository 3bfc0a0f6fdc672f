import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  type DescribeExecutionCommandOutput,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type RunningChild, startTvguide, temporaryFolder } from './support/child.ts';
import { pause } from './support/pause.ts';

const MEMORY = 'Expression evaluation memory limit exceeded: Check for excessive memory usage';
const forEver = '($f := function($n){ $f($n + 1) }; $f(0))';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let up: RunningChild;
let client: SFNClient;

beforeAll(async () => {
  folder = await temporaryFolder();
  up = startTvguide(['up', '--bare', '--port', '0', '--json'], { cwd: folder.path });
  const { stepFunctions } = JSON.parse(await up.firstLine) as { readonly stepFunctions: string };
  client = new SFNClient({
    endpoint: stepFunctions,
    region: 'eu-west-2',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
});
afterAll(async () => {
  client.destroy();
  await up.stop('SIGINT');
  await folder.remove();
});

let machines = 0;

/** Starts an execution of a Pass state with this expression as its output. */
async function start(source: string): Promise<string> {
  const { stateMachineArn } = await client.send(
    new CreateStateMachineCommand({
      name: `machine-${(machines += 1)}`,
      roleArn: 'arn:aws:iam::000000000000:role/harm',
      definition: JSON.stringify({
        QueryLanguage: 'JSONata',
        StartAt: 'Evaluate',
        States: { Evaluate: { Type: 'Pass', Output: `{% ${source} %}`, End: true } },
      }),
    }),
  );
  const { executionArn = '' } = await client.send(new StartExecutionCommand({ stateMachineArn }));
  return executionArn;
}

async function describeExecution(executionArn: string): Promise<DescribeExecutionCommandOutput> {
  return client.send(new DescribeExecutionCommand({ executionArn }));
}

async function untilEnded(executionArn: string): Promise<DescribeExecutionCommandOutput> {
  for (;;) {
    const description = await describeExecution(executionArn);
    if (description.status !== 'RUNNING') return description;
    await pause();
  }
}

describe('an expression that would harm the process', () => {
  it.each([
    ['$length($pad("x", 50000000))', MEMORY],
    ['($f := function($s, $n){ $n = 0 ? $s : $f($s & $s, $n - 1) }; $length($f("xxxx", 40)))', MEMORY],
    ['[1..1000000][$ % 2 = 0]', MEMORY],
    ['$map([1..800000], function($i){ [1..800000] })', MEMORY],
    ['$sort([1..200000])', MEMORY],
    [
      '($f := function($n){ 1 + $f($n + 1) }; $f(0))',
      'Stack overflow error: Check for non-terminating recursive function. Consider rewriting as tail-recursive.',
    ],
  ])('fails its own execution and nothing else: %s', async (source, text) => {
    const { status, error, cause } = await untilEnded(await start(source));

    expect({ status, error }).toEqual({ status: 'FAILED', error: 'States.QueryEvaluationError' });
    expect(cause).toMatch(
      /^An error occurred while executing the state 'Evaluate' \(entered at the event id #2\)\. /,
    );
    expect(cause?.endsWith(` threw an error during evaluation: ${text}`)).toBe(true);
    expect(await untilEnded(await start('1 + 1'))).toMatchObject({ status: 'SUCCEEDED', output: '2' });
  });

  it('leaves the others alone while it is evaluated, and can be stopped', async () => {
    const arns = await Promise.all(
      [forEver, forEver, '$match("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", /(a+)+$/)'].map(
        start,
      ),
    );
    const others = await Promise.all(['1 + 1', '$sort([2, 1])'].map(start));
    const outputs = await Promise.all(others.map(untilEnded));

    expect(outputs.map(({ output }) => output)).toEqual(['2', '[1,2]']);
    const during = await Promise.all(arns.map(describeExecution));
    expect(during.map(({ status }) => status)).toEqual(['RUNNING', 'RUNNING', 'RUNNING']);

    for (const executionArn of arns) await client.send(new StopExecutionCommand({ executionArn }));
    const after = await Promise.all(arns.map(untilEnded));
    expect(after.map(({ status }) => status)).toEqual(['ABORTED', 'ABORTED', 'ABORTED']);
  });
});
