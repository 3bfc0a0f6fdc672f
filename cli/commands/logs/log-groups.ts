import { type DescribeExecutionOutput, DescribeStateMachineForExecutionCommand } from '@aws-sdk/client-sfn';
import { nameOf } from '../../../workflow/arns.ts';
import type { Session } from '../../session.ts';
import type { ServiceOptions } from '../../usage/options.ts';

const FUNCTION = /:function:([\w-]+)/g;

/** Seconds after the end of an execution in which its last lines may arrive. */
const LATE_SECONDS = 60;

/**
 * Prints the log groups of an execution on AWS, and the query that finds its lines. The groups are those of the functions
 * in its definition, and that of its state machine.
 */
export async function printLogGroups(
  { sfn, io, printer }: Session,
  { executionArn = '', startDate, stopDate }: DescribeExecutionOutput,
  { title, profile, region }: ServiceOptions & { readonly title?: number },
): Promise<void> {
  const found = await sfn.client.send(new DescribeStateMachineForExecutionCommand({ executionArn }));
  const { definition = '', name = '' } = found;
  const functions = [...new Set([...definition.matchAll(FUNCTION)].map(([, each = '']) => each))];
  const logGroups = functions.map((each) => `/aws/lambda/${each}`);
  const ofStates = `/aws/vendedlogs/states/${name}`;
  const seconds = (moment: number) => Math.floor(moment / 1_000);
  const start = seconds(startDate?.getTime() ?? io.now());
  const end = seconds(stopDate?.getTime() ?? io.now()) + LATE_SECONDS;
  const filter = title === undefined ? '' : ` | filter @message like /\\b${title}\\b/`;
  const query = `fields @timestamp, task, level, message, @message${filter} | sort @timestamp | limit 10000`;
  const line = [
    'aws logs start-query',
    ...(profile === undefined ? [] : [`--profile ${profile}`]),
    ...(region === undefined ? [] : [`--region ${region}`]),
    `--start-time ${start} --end-time ${end}`,
    `--log-group-names ${logGroups.join(' ')}`,
    `--query-string '${query}'`,
  ].join(' ');
  printer.json({ logGroups, stateMachineLogGroup: ofStates, startTime: start, endTime: end, query });
  printer.result(
    `The lines of ${nameOf(executionArn)} are in CloudWatch Logs, which this program does not read:`,
  );
  for (const group of logGroups) printer.result(`  ${group}`);
  printer.result(`  ${ofStates}  (each event of the histories, with its data)`);
  printer.result(
    `\nThis query finds the lines of the tasks. \`aws logs get-query-results\` prints its result:\n  ${line}`,
  );
}
