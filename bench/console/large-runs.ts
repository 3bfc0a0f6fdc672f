import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  type SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { RealClock } from '../../local/stepfunctions/index.ts';

const ROLE = 'arn:aws:iam::000000000000:role/large';
const pass = (count: number) => {
  const names = Array.from({ length: count }, (_, index) => `Step ${index + 1}`);
  return {
    StartAt: names[0],
    States: Object.fromEntries(
      names.map((name, index) => [
        name,
        { Type: 'Pass', ...(index + 1 < count ? { Next: names[index + 1] } : { End: true }) },
      ]),
    ),
  };
};

/** An inline Map whose iterations run nine Pass states: 20 events per iteration. */
const inline = (items: number) => ({
  QueryLanguage: 'JSONata',
  StartAt: 'Items',
  States: {
    Items: {
      Type: 'Map',
      Items: `{% [1..${items}] %}`,
      ItemProcessor: { ...pass(9) },
      Output: {},
      End: true,
    },
  },
});

/** A Distributed Map with one child execution per item. */
const distributed = (items: number) => ({
  QueryLanguage: 'JSONata',
  StartAt: 'Children',
  States: {
    Children: {
      Type: 'Map',
      Label: 'Children',
      Items: `{% [1..${items}] %}`,
      ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' }, ...pass(1) },
      Output: {},
      End: true,
    },
  },
});

/** Ended executions. */
export interface LargeRuns {
  /** The ARNs of the executions with many events. */
  readonly events: readonly string[];
  /** The ARN of the execution with many children. */
  readonly children: string;
}

/** Runs a state machine with many events and one with many children until they succeed. */
export async function runLargeMachines(
  client: SFNClient,
  options: { readonly iterations: number; readonly children: number; readonly executions?: number },
): Promise<LargeRuns> {
  const create = async (name: string, definition: object) => {
    const { stateMachineArn = '' } = await client.send(
      new CreateStateMachineCommand({ name, roleArn: ROLE, definition: JSON.stringify(definition) }),
    );
    return stateMachineArn;
  };
  const many = await create('many-events', inline(options.iterations));
  const events: string[] = [];
  for (let count = 1; count <= (options.executions ?? 1); count += 1)
    events.push(await run(client, many, `many-events-${count}`));
  const children = await run(
    client,
    await create('many-children', distributed(options.children)),
    'many-children',
  );
  return { events, children };
}

/** The pause between two polls, so that polling takes little processor time from the execution. */
const POLL_MS = 20;

/** Runs an execution until it succeeds. Returns its ARN. */
async function run(client: SFNClient, stateMachineArn: string, name: string): Promise<string> {
  const { executionArn = '' } = await client.send(new StartExecutionCommand({ stateMachineArn, name }));
  const clock = new RealClock();
  for (;;) {
    const { status } = await client.send(new DescribeExecutionCommand({ executionArn }));
    if (status === 'SUCCEEDED') return executionArn;
    if (status !== 'RUNNING') throw new Error(`${executionArn} is ${status ?? 'gone'}`);
    await clock.sleep(POLL_MS, new AbortController().signal);
  }
}
