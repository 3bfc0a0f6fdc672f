import type { Stack } from 'aws-cdk-lib';
import { PolicyStatement, type PolicyStatementProps } from 'aws-cdk-lib/aws-iam';
import { mapLabels } from '../../workflow/definition.ts';
import type { Names } from '../../workflow/names.ts';
import type { Permission, ProgressPermission } from '../../workflow/tasks.ts';
import { titleIngestion } from '../../workflow/title-ingestion.ts';
import { statesArn } from '../states-arn.ts';
import type { Wildcard } from '../wildcards.ts';

/** The statements of a role's policy, and the wildcards in them. */
export interface Grants {
  readonly statements: readonly PolicyStatement[];
  readonly wildcards: readonly Wildcard[];
}

/** Returns the ARN of the progress table by its name. A reference would export it and block changes of the shared stack. */
export function progressTableArn(stack: Stack, { progressTable }: Names): string {
  return stack.formatArn({ service: 'dynamodb', resource: 'table', resourceName: progressTable });
}

/** Returns the actions and resources for permissions of the table of tasks. */
export function grantsOf(
  permissions: readonly Permission[],
  { stack, names, apiKeyArn }: { readonly stack: Stack; readonly names: Names; readonly apiKeyArn: string },
): Grants {
  const { stateMachine, stream, watermarkPath } = names;
  const labels = mapLabels(titleIngestion);
  const runs = statesArn(stack, 'execution', `${stateMachine}:*`);
  const children = labels.map((label) => statesArn(stack, 'execution', `${stateMachine}/${label}:*`));
  const mapRuns = labels.map((label) => statesArn(stack, 'mapRun', `${stateMachine}/${label}:*`));
  const describe = (...resources: string[]) => allow('DescribeRuns', ['states:DescribeExecution'], resources);
  const progress = permissions.filter(isOfProgress);
  const byName: Readonly<Record<Exclude<Permission, ProgressPermission>, readonly AllowProps[]>> = {
    'watchmode-key': [allow('ReadWatchmodeApiKey', ['secretsmanager:GetSecretValue'], [apiKeyArn])],
    stream: [
      allow(
        'WriteStream',
        ['kinesis:PutRecords'],
        [stack.formatArn({ service: 'kinesis', resource: 'stream', resourceName: stream })],
      ),
    ],
    'describe-runs': [describe(runs)],
    'describe-runs-and-children': [
      describe(runs, ...children),
      allow('FindMapRuns', ['states:ListMapRuns'], [runs]),
      allow('FindChildren', ['states:ListExecutions'], mapRuns),
    ],
    // Systems Manager checks the requested path, not the parameters below it:
    // https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-access.html
    'earlier-parameters': [
      allow(
        'ReadWatermarks',
        ['ssm:GetParametersByPath'],
        [stack.formatArn({ service: 'ssm', resource: 'parameter', resourceName: watermarkPath.slice(1) })],
      ),
    ],
  };
  const allowed = permissions.flatMap((permission) => {
    if (!isOfProgress(permission)) return byName[permission];
    // All operations on the table are one statement.
    if (permission !== progress[0]) return [];
    const actions = progress.map((name) => name.replace('progress-table', 'dynamodb'));
    return [allow('UseProgressTable', actions, [progressTableArn(stack, names)])];
  });
  const reason = 'The names of executions and Map Runs are not known before they run.';
  return {
    statements: allowed.map((props) => new PolicyStatement(props)),
    wildcards: [...new Set(allowed.flatMap(({ resources }) => resources))]
      .filter((arn) => [runs, ...children, ...mapRuns].includes(arn))
      .map((arn) => ({ arn, reason })),
  };
}

type AllowProps = Required<Pick<PolicyStatementProps, 'sid' | 'actions' | 'resources'>>;

const allow = (sid: string, actions: string[], resources: string[]): AllowProps => ({
  sid,
  actions,
  resources,
});

const isOfProgress = (permission: Permission): permission is ProgressPermission =>
  permission.startsWith('progress-table:');
