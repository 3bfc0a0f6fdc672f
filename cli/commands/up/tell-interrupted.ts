import type { StateMachineArn } from '../../../workflow/arns.ts';
import { cutOffSince } from '../../../operate/aws/executions.ts';
import { connectStepFunctions } from '../../../operate/aws/step-functions.ts';
import type { Io } from '../../../operate/io.ts';
import { counted } from '../../../operate/format/plural.ts';

/** Describes the runs that were interrupted by the end of an earlier runtime; undefined if there are none. */
export async function describeInterrupted(
  { endpoint, stateMachineArn }: { readonly endpoint: string; readonly stateMachineArn: StateMachineArn },
  io: Io,
): Promise<string | undefined> {
  const sfn = await connectStepFunctions({ local: true, endpointUrl: endpoint }, io);
  try {
    const names: string[] = [];
    for await (const { name = '' } of cutOffSince(sfn, stateMachineArn, 0)) names.push(name);
    const [newest] = names;
    if (newest === undefined) return undefined;
    const how = names.length === 1 ? newest : '--all-failed';
    const runs = counted(names.length, 'run was', 'runs were');
    return `${runs} interrupted: redrive with \`tvguide redrive ${how} --local\``;
  } finally {
    sfn.client.destroy();
  }
}
