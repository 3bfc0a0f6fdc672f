import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  type SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';

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

/** An inline Map with so many iterations of nine Pass states: 20 events an iteration. */
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

/** A Distributed Map with a child for each of so many items. */
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

/** Runs a machine with many events, and one with many children, to their ends. Gives their executions' ARNs. */
export async function runLargeMachines(
  client: SFNClient,
  { iterations, children }: { readonly iterations: number; readonly children: number },
): Promise<{ readonly events: string; readonly children: string }> {
  const start = async (name: string, definition: object) => {
    const { stateMachineArn } = await client.send(
      new CreateStateMachineCommand({ name, roleArn: ROLE, definition: JSON.stringify(definition) }),
    );
    const { executionArn = '' } = await client.send(new StartExecutionCommand({ stateMachineArn, name }));
    return executionArn;
  };
  const arns = {
    events: await start('many-events', inline(iterations)),
    children: await start('many-children', distributed(children)),
  };
  for (const executionArn of Object.values(arns)) {
    for (;;) {
      const { status } = await client.send(new DescribeExecutionCommand({ executionArn }));
      if (status === 'SUCCEEDED') break;
      if (status !== 'RUNNING') throw new Error(`${executionArn} is ${status ?? 'gone'}`);
    }
  }
  return arns;
}
