import { counted } from '../../../operate/format/plural.ts';
import { DescribeStreamSummaryCommand, type KinesisClient } from '@aws-sdk/client-kinesis';
import { GetScheduleCommand, type SchedulerClient } from '@aws-sdk/client-scheduler';
import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { DescribeExecutionCommand, ListExecutionsCommand, type SFNClient } from '@aws-sdk/client-sfn';
import { nameOf } from '../../../workflow/arns.ts';
import { hasName } from '../../../operate/native-error.ts';
import { summaryIn } from '../../../operate/run/summary.ts';
import { failed, type Finding, ok, skipped, warning } from '../../findings/check.ts';
import { judgeAge } from './freshness.ts';

/** Checks if the stream accepts records. */
export async function checkStream(
  client: KinesisClient,
  streamName: string,
  remedy: string,
): Promise<Finding> {
  try {
    const { StreamDescriptionSummary: summary } = await client.send(
      new DescribeStreamSummaryCommand({ StreamName: streamName }),
    );
    const mode = summary?.StreamModeDetails?.StreamMode ?? 'PROVISIONED';
    const detail = `${streamName} is ${summary?.StreamStatus ?? 'UNKNOWN'}, ${mode}, ${counted(summary?.OpenShardCount ?? 0, 'open shard', 'open shards')}, keeps records ${summary?.RetentionPeriodHours ?? 0} h`;
    return summary?.StreamStatus === 'ACTIVE' || summary?.StreamStatus === 'UPDATING'
      ? ok(detail)
      : failed(detail, 'wait until it is ACTIVE');
  } catch (error) {
    if (hasName(error, 'ResourceNotFoundException'))
      return failed(`there is no stream ${streamName}`, remedy);
    throw error;
  }
}

/** Checks if the schedule is enabled as in the settings of the stage. */
export async function checkSchedule(
  client: SchedulerClient,
  { name, isWanted, remedy }: { readonly name: string; readonly isWanted: boolean; readonly remedy: string },
): Promise<Finding> {
  try {
    const { State, ScheduleExpression, ScheduleExpressionTimezone } = await client.send(
      new GetScheduleCommand({ Name: name }),
    );
    const detail = `${ScheduleExpression ?? ''}, ${ScheduleExpressionTimezone ?? 'UTC'}`;
    if (State === 'ENABLED') return ok(`enabled, ${detail}`);
    return isWanted
      ? warning(
          `disabled, ${detail}, though the stage has it enabled`,
          `${remedy}, or aws:repair where somebody changed it by hand`,
        )
      : ok(`disabled, as the stage has it in infra/stages.ts, ${detail}`);
  } catch (error) {
    if (hasName(error, 'ResourceNotFoundException')) return failed(`there is no schedule ${name}`, remedy);
    throw error;
  }
}

/** The maximum number of successful executions to look into for one that is no plan. */
const MAX_SUCCESSES = 20;

/** Checks the age of the last successful run. A plan is none. */
export async function checkLastSuccess(
  client: SFNClient,
  stateMachineArn: string,
  now: number,
): Promise<Finding> {
  const { executions = [] } = await client.send(
    new ListExecutionsCommand({ stateMachineArn, statusFilter: 'SUCCEEDED', maxResults: MAX_SUCCESSES }),
  );
  const remedy = '`tvguide list` shows what ran; `tvguide start` begins a run';
  for (const { executionArn = '', stopDate } of executions) {
    if (stopDate === undefined || (await isPlan(client, executionArn))) continue;
    return judgeAge(nameOf(executionArn), stopDate.getTime(), now, remedy);
  }
  return warning(
    executions.length < MAX_SUCCESSES
      ? 'no run has succeeded yet'
      : `the newest ${MAX_SUCCESSES} executions that succeeded are plans`,
    remedy,
  );
}

/** Returns true for an execution that listed and priced titles, and fetched none. */
async function isPlan(client: SFNClient, executionArn: string): Promise<boolean> {
  const { output } = await client.send(new DescribeExecutionCommand({ executionArn }));
  return summaryIn(output)?.plan !== undefined;
}

/** Checks if the secret holds a key, and passes the key to `take`. Only its length is printed. */
export async function checkSecret(
  client: SecretsManagerClient,
  secretArn: string | undefined,
  remedy: string,
  take: (apiKey: string) => void,
): Promise<Finding> {
  if (secretArn === undefined) return skipped('the ingestion stack is not deployed');
  try {
    const { SecretString = '' } = await client.send(new GetSecretValueCommand({ SecretId: secretArn }));
    const apiKey = SecretString.trim();
    if (apiKey === '') return failed('the secret is empty', remedy);
    take(apiKey);
    return ok(`holds a key of ${counted(apiKey.length, 'character', 'characters')}`);
  } catch (error) {
    // A secret without a value has the same error.
    if (hasName(error, 'ResourceNotFoundException')) return failed('the secret holds no key', remedy);
    throw error;
  }
}
