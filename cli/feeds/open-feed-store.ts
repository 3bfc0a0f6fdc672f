import { DescribeStateMachineCommand } from '@aws-sdk/client-sfn';
import { SSMClient } from '@aws-sdk/client-ssm';
import { nameOf } from '../aws/arns.ts';
import { clientSettings } from '../aws/client-settings.ts';
import { explained } from '../aws/explain-error.ts';
import type { Session } from '../session.ts';
import { FeedStore } from './feed-store.ts';
import { watermarkPathIn } from './watermark-path.ts';

/** Runs work on what a state machine keeps of its feeds, on AWS or on this machine, and explains what goes wrong. */
export async function withFeedStore<T>(
  { sfn, io }: Session,
  stateMachineArn: string,
  work: (store: FeedStore) => Promise<T>,
): Promise<T> {
  const { definition = '{}' } = await sfn.client.send(new DescribeStateMachineCommand({ stateMachineArn }));
  const path = watermarkPathIn(definition, nameOf(stateMachineArn));
  // On this machine the Parameter Store has the address of Step Functions.
  const client = new SSMClient(clientSettings(sfn.target, io));
  try {
    const facts = { target: sfn.target, service: 'Systems Manager', interrupted: io.interrupted };
    return await explained(facts, () => work(new FeedStore(client, path)));
  } finally {
    client.destroy();
  }
}
