import type { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { mapLabels } from '../workflow/definition.ts';
import type { Names } from '../workflow/names.ts';
import { titleIngestion } from '../workflow/title-ingestion.ts';
import { statesArn, type Wildcard } from './logged-state-machine.ts';

/** A permission, with the wildcards in it. */
export interface RunAccess {
  readonly permissions: readonly PolicyStatement[];
  readonly wildcards: readonly Wildcard[];
}

const reason = 'The names of executions and Map Runs are not known before they run.';

/** The permission to read the status of a run. */
export function describeRuns(stack: Stack, { stateMachine }: Names): RunAccess {
  const runs = statesArn(stack, 'execution', `${stateMachine}:*`);
  return {
    permissions: [
      new PolicyStatement({
        sid: 'DescribeRuns',
        actions: ['states:DescribeExecution'],
        resources: [runs],
      }),
    ],
    wildcards: [{ arn: runs, reason }],
  };
}

/** The permission to read the status of a run, and to find its children and read theirs. */
export function describeRunsAndChildren(stack: Stack, { stateMachine }: Names): RunAccess {
  const labels = mapLabels(titleIngestion);
  const runs = statesArn(stack, 'execution', `${stateMachine}:*`);
  const children = labels.map((label) => statesArn(stack, 'execution', `${stateMachine}/${label}:*`));
  const mapRuns = labels.map((label) => statesArn(stack, 'mapRun', `${stateMachine}/${label}:*`));
  return {
    permissions: [
      new PolicyStatement({
        sid: 'DescribeRuns',
        actions: ['states:DescribeExecution'],
        resources: [runs, ...children],
      }),
      new PolicyStatement({ sid: 'FindMapRuns', actions: ['states:ListMapRuns'], resources: [runs] }),
      new PolicyStatement({
        sid: 'FindChildren',
        actions: ['states:ListExecutions'],
        resources: mapRuns,
      }),
    ],
    wildcards: [runs, ...children, ...mapRuns].map((arn) => ({ arn, reason })),
  };
}
