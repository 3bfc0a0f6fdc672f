import { CreateStateMachineCommand, type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { type Definition, TITLES } from './opened-console.ts';

const SIGNAL = 'signal';
const GIVEN = 'given';
/** The state in which a batch is held. */
export const HELD = 'Wait for the signal';

/** Makes a batch of each title. All but the first wait until {@link releaseBatches}. */
export function holdBatches(definition: Definition): void {
  const map = definition.States['Ingest titles'];
  if (map === undefined) throw new Error('the definition has no state Ingest titles');
  Object.assign(map['ItemBatcher'] as object, { MaxItemsPerBatch: 1 });
  map.ItemProcessor['StartAt'] = 'Is it held?';
  Object.assign(map.ItemProcessor.States, {
    'Is it held?': {
      Type: 'Choice',
      Choices: [{ Condition: `{% ${TITLES.breakingBad} in $states.input.Items %}`, Next: 'Fetch titles' }],
      Default: HELD,
    },
    [HELD]: {
      Type: 'Task',
      Resource: 'arn:aws:states:::aws-sdk:sfn:describeExecution',
      Arguments: { ExecutionArn: `arn:aws:states:eu-west-2:000000000000:execution:${SIGNAL}:${GIVEN}` },
      Output: '{% $states.input %}',
      Retry: [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 1, BackoffRate: 1, MaxAttempts: 1_000 }],
      Next: 'Fetch titles',
    },
  });
}

/** Releases all held batches. */
export async function releaseBatches(client: SFNClient): Promise<void> {
  const { stateMachineArn } = await client.send(
    new CreateStateMachineCommand({
      name: SIGNAL,
      roleArn: 'arn:aws:iam::000000000000:role/signal',
      definition: JSON.stringify({
        QueryLanguage: 'JSONata',
        StartAt: 'Given',
        States: { Given: { Type: 'Succeed' } },
      }),
    }),
  );
  await client.send(new StartExecutionCommand({ stateMachineArn, name: GIVEN }));
}
