import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { Workflow } from '../../workflow/definition.ts';
import { FUNCTION_NAMES } from '../../workflow/timeouts.ts';
import { actionsOfDefinition, actionsOfModule, functionsOfDefinition } from './support/needed-actions.ts';
import { permissionsOf } from './support/policies.ts';
import { type Properties, resourcesOf, synthesise } from './support/synthesise.ts';

/** What logging and tracing need, on `*` where the service knows no resources for an action. */
const TRACING = ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'];
const PLATFORM = {
  function: { onResources: ['logs:CreateLogStream', 'logs:PutLogEvents'], onAll: TRACING },
  stateMachine: {
    onResources: [],
    onAll: [
      // https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html
      'logs:CreateLogDelivery',
      'logs:DeleteLogDelivery',
      'logs:DescribeLogGroups',
      'logs:DescribeResourcePolicies',
      'logs:GetLogDelivery',
      'logs:ListLogDeliveries',
      'logs:PutResourcePolicy',
      'logs:UpdateLogDelivery',
      // https://docs.aws.amazon.com/step-functions/latest/dg/concepts-xray-tracing.html
      'xray:GetSamplingRules',
      'xray:GetSamplingTargets',
      ...TRACING,
    ],
  },
  delivery: { onResources: [], onAll: [] },
};

/** Who has a role, and which actions its work takes. */
interface RoleUser {
  readonly user: string;
  readonly role: string;
  readonly kind: keyof typeof PLATFORM;
  readonly needed: readonly string[];
}

const { shared, ingestion } = synthesise();
const roleIn = (arn: unknown): string => (arn as { 'Fn::GetAtt': [string, string] })['Fn::GetAtt'][0];
const propertiesOf = (type: string): Properties[] =>
  resourcesOf(ingestion, type).map(([, { Properties }]) => Properties);

const functions: RoleUser[] = propertiesOf('AWS::Lambda::Function').map(({ FunctionName, Role }) => {
  const task = FUNCTION_NAMES.find((name) => String(FunctionName).endsWith(`-${name}`));
  if (task === undefined) throw new Error(`There is no task for the function ${String(FunctionName)}`);
  return {
    user: task,
    role: roleIn(Role),
    kind: 'function',
    needed: actionsOfModule(join('tasks', task, 'handler.ts')),
  };
});

const definitionOf = ({ DefinitionString }: Properties): Workflow =>
  JSON.parse(String(DefinitionString)) as Workflow;
const machines = propertiesOf('AWS::StepFunctions::StateMachine');
const stateMachines: RoleUser[] = machines.map((machine) => ({
  user: String(machine['StateMachineName']),
  role: roleIn(machine['RoleArn']),
  kind: 'stateMachine',
  needed: actionsOfDefinition(definitionOf(machine)),
}));

/** The rule writes its dead letters by the policy of the queue, which names the rule; the schedule by its role. */
const deliveries: RoleUser[] = [
  ...propertiesOf('AWS::Events::Rule').flatMap(({ Name, Targets }) =>
    (Targets as Properties[]).map(({ RoleArn }) => ({
      user: `the rule ${String(Name)}`,
      role: roleIn(RoleArn),
      kind: 'delivery' as const,
      needed: ['states:StartExecution'],
    })),
  ),
  ...propertiesOf('AWS::Scheduler::Schedule').map(({ Name, Target }) => ({
    user: `the schedule ${String(Name)}`,
    role: roleIn((Target as Properties)['RoleArn']),
    kind: 'delivery' as const,
    needed: ['sqs:SendMessage', 'states:StartExecution'],
  })),
];

const users = [...functions, ...stateMachines, ...deliveries];

describe('the roles', () => {
  it('are looked at, all of them', () => {
    const roles = resourcesOf(ingestion, 'AWS::IAM::Role');

    expect(users.map(({ role }) => role).sort()).toEqual(roles.map(([id]) => id).sort());
    expect(resourcesOf(shared, 'AWS::IAM::Role')).toEqual([]);
    expect(functions.map(({ user }) => user).sort()).toEqual([...FUNCTION_NAMES].sort());
  });

  it('have no policies but those that are looked at', () => {
    const roles = resourcesOf(ingestion, 'AWS::IAM::Role').map(([, { Properties }]) =>
      Object.keys(Properties),
    );

    expect(roles.filter((keys) => keys.includes('Policies') || keys.includes('ManagedPolicyArns'))).toEqual(
      [],
    );
    expect(resourcesOf(ingestion, 'AWS::IAM::ManagedPolicy')).toEqual([]);
  });

  it.each(users)('let $user do what its work takes, and nothing else', ({ role, kind, needed }) => {
    const granted = permissionsOf(ingestion, role).flatMap(({ actions }) => actions);
    const { onResources, onAll } = PLATFORM[kind];

    expect([...new Set(granted)].sort()).toEqual([...needed, ...onResources, ...onAll].sort());
  });

  it.each(users)('let $user do it to named resources, but for what knows none', ({ role, kind }) => {
    const toAll = permissionsOf(ingestion, role).filter(({ resources }) => resources.includes('*'));

    expect(toAll.flatMap(({ actions }) => actions).sort()).toEqual([...PLATFORM[kind].onAll].sort());
  });

  it.each(machines.map((machine) => ({ name: machine['StateMachineName'], machine })))(
    'let $name invoke the functions that its definition names, and no other',
    ({ machine }) => {
      const values = machine['DefinitionSubstitutions'] as Readonly<Record<string, unknown>>;
      const named = functionsOfDefinition(definitionOf(machine)).map((name) => roleIn(values[name]));
      const invoked = permissionsOf(ingestion, roleIn(machine['RoleArn']))
        .filter(({ actions }) => actions.includes('lambda:InvokeFunction'))
        .flatMap(({ resources }) => resources);

      expect(invoked.sort()).toEqual(named.map((id) => `\${${id}.Arn}`).sort());
    },
  );
});

describe('the actions that are needed', () => {
  it('by a definition follow from its states, at any depth', () => {
    const task = (Resource: string) => ({ Type: 'Task', Resource });
    const machine = (states: Workflow['States']): Workflow => ({ StartAt: 'A', States: states });

    expect(
      actionsOfDefinition(
        machine({
          A: { Type: 'Pass' },
          B: task('arn:${Partition}:states:::lambda:invoke'),
          C: task('arn:${Partition}:states:::aws-sdk:sfn:listMapRuns'),
          D: {
            Type: 'Map',
            ItemProcessor: {
              ProcessorConfig: { Mode: 'INLINE' },
              ...machine({ E: task('arn:${Partition}:states:::dynamodb:updateItem') }),
            },
          },
        }),
      ),
    ).toEqual(['dynamodb:UpdateItem', 'lambda:InvokeFunction', 'states:ListMapRuns']);
    expect(
      actionsOfDefinition(
        machine({
          A: { Type: 'Map', ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED' }, ...machine({}) } },
        }),
      ),
    ).toEqual([
      'states:DescribeExecution',
      'states:RedriveExecution',
      'states:StartExecution',
      'states:StopExecution',
    ]);
    expect(() =>
      actionsOfDefinition(machine({ A: task('arn:aws:states:::states:startExecution.sync:2') })),
    ).toThrow('unknown form');
  });

  it('by a module are the commands that it, and what it imports, take from the SDK', () => {
    const folder = mkdtempSync(join(tmpdir(), 'tv-guide-modules-'));
    const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
    write(
      'handler.ts',
      "import { once } from './once.ts';\nimport type { Ask } from './types.ts';\nawait import('./later.ts');\n",
    );
    write(
      'once.ts',
      "import {\n  DynamoDBClient,\n  type GetItemCommand,\n  UpdateItemCommand,\n} from '@aws-sdk/client-dynamodb';\nimport './handler.ts';\n",
    );
    write('later.ts', "const { GetSecretValueCommand } = await import('@aws-sdk/client-secrets-manager');\n");
    write('types.ts', "import { PutItemCommand } from '@aws-sdk/client-dynamodb';\n");
    write('whole.ts', "import * as sdk from '@aws-sdk/client-sfn';\n");
    write('later-whole.ts', "const sdk = await import('@aws-sdk/client-sfn');\n");
    write('other.ts', "import { GetCommand } from '@aws-sdk/lib-dynamodb';\n");
    const actions = actionsOfModule(join(folder, 'handler.ts'));

    expect(actions).toEqual(['dynamodb:UpdateItem', 'secretsmanager:GetSecretValue']);
    for (const file of ['whole.ts', 'later-whole.ts']) {
      expect(() => actionsOfModule(join(folder, file))).toThrow('imported as a whole');
    }
    expect(() => actionsOfModule(join(folder, 'other.ts'))).toThrow('@aws-sdk/lib-dynamodb');
    rmSync(folder, { recursive: true });
  });
});
