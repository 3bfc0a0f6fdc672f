import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { Workflow } from '../../workflow/definition.ts';
import { TASK_NAMES } from '../../workflow/tasks.ts';
import {
  actionsOfDefinition,
  actionsOfModule,
  functionsOfDefinition,
  progressOperations,
} from './support/needed-actions.ts';
import { OBSERVATION_ACTIONS, TRACING_ACTIONS } from './support/observation.ts';
import { permissionsOf } from './support/policies.ts';
import { synthesise } from './support/synthesise.ts';
import { type Properties, readable, resourcesOf, statementsOf } from './support/template.ts';

/** The actions of logging and tracing, on `*` if the service has no resources for an action. */
const PLATFORM = {
  function: { onResources: ['logs:CreateLogStream', 'logs:PutLogEvents'], onAll: TRACING_ACTIONS },
  stateMachine: { onResources: [], onAll: OBSERVATION_ACTIONS },
  invoker: { onResources: [], onAll: [] },
};

/** The construct of the CDK's function that invokes triggers during a deployment. */
const TRIGGER_PROVIDER = 'AWSCDKTriggerCustomResourceProvider';

/** The owner of a role, and the actions that it needs. */
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

const ofTasks = ([id]: [string, unknown]) => !id.startsWith(TRIGGER_PROVIDER);
const functions: RoleUser[] = resourcesOf(ingestion, 'AWS::Lambda::Function')
  .filter(ofTasks)
  .map(([, { Properties }]) => {
    const { FunctionName, Role } = Properties;
    const task = TASK_NAMES.find((name) => String(FunctionName).endsWith(`-${name}`));
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

/** Rules and schedules. The rule writes its dead letters by the policy of the queue, the schedule by its role. */
const invokers: RoleUser[] = [
  ...propertiesOf('AWS::Events::Rule').flatMap(({ Name, Targets }) =>
    (Targets as Properties[]).map(({ RoleArn }) => ({
      user: `the rule ${String(Name)}`,
      role: roleIn(RoleArn),
      kind: 'invoker' as const,
      needed: ['states:StartExecution'],
    })),
  ),
  ...propertiesOf('AWS::Scheduler::Schedule').map(({ Name, Target }) => {
    const { Arn, RoleArn, DeadLetterConfig } = Target as Properties;
    const isFunction = 'Fn::GetAtt' in (Arn as object);
    return {
      user: `the schedule ${String(Name)}`,
      role: roleIn(RoleArn),
      kind: 'invoker' as const,
      needed: [
        isFunction ? 'lambda:InvokeFunction' : 'states:StartExecution',
        ...(DeadLetterConfig === undefined ? [] : ['sqs:SendMessage']),
      ],
    };
  }),
];

const users = [...functions, ...stateMachines, ...invokers];

describe('the roles', () => {
  const roles = resourcesOf(ingestion, 'AWS::IAM::Role').filter(ofTasks);

  it('are all tested', () => {
    expect(users.map(({ role }) => role).sort()).toEqual(roles.map(([id]) => id).sort());
    expect(resourcesOf(shared, 'AWS::IAM::Role')).toEqual([]);
    expect(functions.map(({ user }) => user).sort()).toEqual([...TASK_NAMES].sort());
  });

  it('have no other policies', () => {
    const keys = roles.flatMap(([, { Properties }]) => Object.keys(Properties));

    expect(keys.filter((key) => key === 'Policies' || key === 'ManagedPolicyArns')).toEqual([]);
    expect(resourcesOf(ingestion, 'AWS::IAM::ManagedPolicy')).toEqual([]);
  });

  it.each(users)('allow $user exactly what it needs', ({ role, kind, needed }) => {
    const granted = permissionsOf(ingestion, role).flatMap(({ actions }) => actions);
    const { onResources, onAll } = PLATFORM[kind];

    expect([...new Set(granted)].sort()).toEqual([...needed, ...onResources, ...onAll].sort());
  });

  it.each(users)(
    'allow $user only named resources, except for actions without resources',
    ({ role, kind }) => {
      const toAll = permissionsOf(ingestion, role).filter(({ resources }) => resources.includes('*'));

      expect(toAll.flatMap(({ actions }) => actions).sort()).toEqual([...PLATFORM[kind].onAll].sort());
    },
  );

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

describe('the role by which a deployment invokes take-over-progress', () => {
  const roles = resourcesOf(ingestion, 'AWS::IAM::Role').filter((role) => !ofTasks(role));
  const functionId = (start: string) =>
    resourcesOf(ingestion, 'AWS::Lambda::Function').find(([id]) => id.startsWith(start))![0];

  it("is that of the CDK's function alone, may invoke the versions of that function, and may log", () => {
    expect(roles).toHaveLength(1);
    const [[id, { Properties }]] = roles as [(typeof roles)[number]];
    const [provider, ...others] = resourcesOf(ingestion, 'AWS::Lambda::Function').filter(
      ([, resource]) => roleIn(resource.Properties['Role']) === id,
    );

    expect(provider?.[0]).toMatch(new RegExp(`^${TRIGGER_PROVIDER}`));
    expect(others).toEqual([]);
    expect(Properties['ManagedPolicyArns']).toEqual([
      { 'Fn::Sub': expect.stringMatching(/:iam::aws:policy\/service-role\/AWSLambdaBasicExecutionRole$/) },
    ]);
    const [policy, ...more] = Properties['Policies'] as Properties[];
    expect(more).toEqual([]);
    const statements = statementsOf(policy!, 'PolicyDocument').map(({ Effect, Action, Resource }) => ({
      Effect,
      Action,
      Resource: (Resource as unknown[]).map(readable),
    }));
    expect(statements).toEqual([
      {
        Effect: 'Allow',
        Action: ['lambda:InvokeFunction'],
        Resource: [`\${${functionId('TakeOverProgress')}.Arn}:*`],
      },
    ]);
    expect(permissionsOf(ingestion, id)).toEqual([]);
  });
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
    write('pages.ts', "import { paginateListExecutions } from '@aws-sdk/client-sfn';\n");
    write(
      'progress.ts',
      "import './dynamodb-items.ts';\n/** @example await progress.readClaim(feed); */\nawait ports.progress.put<Item>(item, null);\nawait progress.listDeferred(feed);\n",
    );
    write('dynamodb-items.ts', "import { GetItemCommand } from '@aws-sdk/client-dynamodb';\n");
    write('unknown.ts', 'await progress.forget(feed);\n');
    const actions = actionsOfModule(join(folder, 'handler.ts'));

    expect(actions).toEqual(['dynamodb:UpdateItem', 'secretsmanager:GetSecretValue']);
    expect(actionsOfModule(join(folder, 'pages.ts'))).toEqual(['states:ListExecutions']);
    expect(actionsOfModule(join(folder, 'progress.ts'))).toEqual(['dynamodb:PutItem', 'dynamodb:Query']);
    expect(() => actionsOfModule(join(folder, 'unknown.ts'))).toThrow('no method forget');
    for (const file of ['whole.ts', 'later-whole.ts']) {
      expect(() => actionsOfModule(join(folder, file))).toThrow('imported as a whole');
    }
    expect(() => actionsOfModule(join(folder, 'other.ts'))).toThrow('@aws-sdk/lib-dynamodb');
    rmSync(folder, { recursive: true });
  });

  it('by the methods of the progress table are one each', async () => {
    expect(await progressOperations()).toEqual({
      readWatermark: ['GetItem'],
      readClaim: ['GetItem'],
      readReference: ['GetItem'],
      readReferenceRequest: ['GetItem'],
      listDeferred: ['Query'],
      readSection: ['GetItem'],
      listSweepPages: ['Query'],
      readDeferred: ['BatchGetItem'],
      put: ['PutItem'],
      remove: ['DeleteItem'],
    });
  });
});
