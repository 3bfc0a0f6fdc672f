import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  CreateStateMachineCommand,
  DeleteStateMachineCommand,
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  ListStateMachinesCommand,
  StartExecutionCommand,
  StopExecutionCommand,
  UpdateStateMachineCommand,
  ValidateStateMachineDefinitionCommand,
  type CreateStateMachineCommandInput,
  type CreateStateMachineCommandOutput,
} from '@aws-sdk/client-sfn';
import type { StateMachine } from '../../../../local/stepfunctions/api/state-machines/state-machine.ts';
import { machineArn, PASS, ROLE, startService, WAIT, type Service } from './support/service.ts';

let service: Service;
let machines: { kept: readonly StateMachine[] };
beforeEach(async () => {
  machines = { kept: [] };
  service = await startService({ machines });
});
afterEach(async () => {
  await service.close();
  if (service.defects.length > 0) throw new AggregateError(service.defects, 'The API has defects');
});

const create = (
  name: string,
  fields: Partial<CreateStateMachineCommandInput> = {},
): Promise<CreateStateMachineCommandOutput> =>
  service.client.send(new CreateStateMachineCommand({ name, definition: PASS, roleArn: ROLE, ...fields }));
const describeMachine = (name: string) =>
  service.client.send(new DescribeStateMachineCommand({ stateMachineArn: machineArn(name) }));

describe('CreateStateMachine', () => {
  it('creates a state machine with the defaults of AWS', async () => {
    const before = Date.now();
    const created = await create('m');
    expect(created.stateMachineArn).toBe(machineArn('m'));
    expect(created.creationDate!.getTime()).toBeGreaterThanOrEqual(before - 1);
    const { $metadata, ...described } = await describeMachine('m');
    expect($metadata.requestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(described).toEqual({
      stateMachineArn: machineArn('m'),
      name: 'm',
      status: 'ACTIVE',
      definition: PASS,
      roleArn: ROLE,
      type: 'STANDARD',
      creationDate: created.creationDate,
      loggingConfiguration: { level: 'OFF', includeExecutionData: false },
      tracingConfiguration: { enabled: false },
      encryptionConfiguration: { type: 'AWS_OWNED_KEY' },
    });
  });

  it('describes the variables that the states read', async () => {
    const definition = JSON.stringify({
      QueryLanguage: 'JSONata',
      StartAt: 'Set',
      States: {
        Set: { Type: 'Pass', Assign: { x: 1 }, Next: 'Read' },
        Read: { Type: 'Pass', Output: '{% $x %}', End: true },
      },
    });
    await create('m', { definition });
    expect((await describeMachine('m')).variableReferences).toEqual({ Read: ['x'] });
  });

  it.each([
    'role',
    'arn:aws:iam::1:role/x',
    'arn:aws:iam::000000000000:user/x',
    'arn:aws:iam::000000000000:role/',
  ])('refuses the role %s', async (roleArn) => {
    const refusal = { name: 'InvalidArn', message: `Invalid Role Arn: '${roleArn}'` };
    await expect(create('m', { roleArn })).rejects.toMatchObject(refusal);
  });

  it('applies the defaults of a configuration', async () => {
    const logGroupArn = 'arn:aws:logs:eu-west-2:000000000000:log-group:/aws/states/m:*';
    const destinations = [{ cloudWatchLogsLogGroup: { logGroupArn } }];
    const kmsKeyId = 'alias/key';
    await create('m', {
      loggingConfiguration: { level: 'ERROR', destinations },
      tracingConfiguration: {},
      encryptionConfiguration: { type: 'CUSTOMER_MANAGED_KMS_KEY', kmsKeyId },
    });
    expect(await describeMachine('m')).toMatchObject({
      loggingConfiguration: { level: 'ERROR', includeExecutionData: false, destinations },
      tracingConfiguration: { enabled: false },
      encryptionConfiguration: {
        type: 'CUSTOMER_MANAGED_KMS_KEY',
        kmsKeyId,
        kmsDataKeyReusePeriodSeconds: 300,
      },
    });
  });

  it.each<[fields: object, name: string]>([
    [{ loggingConfiguration: { level: 'ALL' } }, 'InvalidLoggingConfiguration'],
    [
      {
        loggingConfiguration: {
          level: 'ALL',
          destinations: [{ cloudWatchLogsLogGroup: { logGroupArn: 'group' } }],
        },
      },
      'InvalidLoggingConfiguration',
    ],
    [{ encryptionConfiguration: { type: 'CUSTOMER_MANAGED_KMS_KEY' } }, 'InvalidEncryptionConfiguration'],
    [{ encryptionConfiguration: { type: 'AWS_OWNED_KEY', kmsKeyId: 'k' } }, 'InvalidEncryptionConfiguration'],
  ])('refuses the configuration %j', async (fields, name) => {
    await expect(create('m', fields)).rejects.toMatchObject({ name });
  });

  it('is idempotent, whatever the role and the tags, also if a default is given', async () => {
    const first = await create('m', { tracingConfiguration: { enabled: true } });
    const again = await create('m', {
      tracingConfiguration: { enabled: true },
      encryptionConfiguration: { type: 'AWS_OWNED_KEY' },
      roleArn: `${ROLE}2`,
      tags: [{ key: 'a', value: 'b' }],
    });
    expect(again.creationDate).toEqual(first.creationDate);
    expect((await describeMachine('m')).roleArn).toBe(ROLE);
  });

  it('refuses another definition or configuration under the same name', async () => {
    await create('m');
    const refusal = {
      name: 'StateMachineAlreadyExists',
      message: `State Machine Already Exists: '${machineArn('m')}'`,
    };
    await expect(create('m', { definition: `${PASS} ` })).rejects.toMatchObject(refusal);
    await expect(create('m', { tracingConfiguration: { enabled: true } })).rejects.toMatchObject(refusal);
  });

  it('lets exactly one of two concurrent requests win', async () => {
    const outcomes = await Promise.allSettled([create('m'), create('m', { definition: WAIT }), create('m')]);
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
    const created = outcomes.filter((outcome) => outcome.status === 'fulfilled');
    expect(refused.length).toBeGreaterThan(0);
    for (const { reason } of refused) expect(reason).toMatchObject({ name: 'StateMachineAlreadyExists' });
    expect(new Set(created.map(({ value }) => value.creationDate?.getTime())).size).toBe(1);
  });

  it('refuses an invalid definition, with locations and reasons', async () => {
    await expect(
      create('m', { definition: '{"QueryLanguage":"JSONata","StartAt":"A","States":{}}' }),
    ).rejects.toMatchObject({
      name: 'InvalidDefinition',
      message: expect.stringMatching(/^Invalid State Machine Definition: '[A-Z_]+: .* at \/.*'$/),
      $metadata: { httpStatusCode: 400 },
    });
  });

  it.each(['a b', 'a*', 'a/b', 'a:b', 'é\u0000'])('refuses the name %j', async (name) => {
    await expect(create(name)).rejects.toMatchObject({
      name: 'InvalidName',
      message: `Invalid Name: '${name}'`,
    });
  });

  it('reports all broken constraints together', async () => {
    await expect(create('x'.repeat(81), { roleArn: '' })).rejects.toMatchObject({
      name: 'ValidationException',
      message:
        `2 validation errors detected: Value '${'x'.repeat(81)}' at 'name' failed to satisfy constraint: ` +
        `Member must have length less than or equal to 80; Value '' at 'roleArn' failed to satisfy constraint: ` +
        'Member must have length greater than or equal to 1',
    });
  });

  it('refuses unsupported features: EXPRESS state machines and versions', async () => {
    await expect(create('m', { type: 'EXPRESS' })).rejects.toMatchObject({
      name: 'StateMachineTypeNotSupported',
    });
    await expect(create('m', { publish: true })).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(create('m', { versionDescription: 'v' })).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });

  it('checks the configuration', async () => {
    const loggingConfiguration = { level: 'LOUD' as 'ALL' };
    await expect(create('m', { loggingConfiguration })).rejects.toMatchObject({
      message: expect.stringContaining(
        "'loggingConfiguration.level' failed to satisfy constraint: Member must satisfy enum value set: [ALL, ERROR, FATAL, OFF]",
      ),
    });
  });
});

describe('UpdateStateMachine', () => {
  const update = (fields: object) =>
    service.client.send(new UpdateStateMachineCommand({ stateMachineArn: machineArn('m'), ...fields }));

  it('changes the revision only if something changes', async () => {
    await create('m');
    const first = await update({ roleArn: `${ROLE}2` });
    const same = await update({ roleArn: `${ROLE}2` });
    const second = await update({ definition: WAIT });
    expect(same).toMatchObject({ revisionId: first.revisionId, updateDate: first.updateDate });
    expect(second.revisionId).not.toBe(first.revisionId);
    expect(await describeMachine('m')).toMatchObject({
      definition: WAIT,
      roleArn: `${ROLE}2`,
      revisionId: second.revisionId,
    });
  });

  it('requires a change and an existing state machine', async () => {
    await create('m');
    await expect(update({})).rejects.toMatchObject({
      name: 'MissingRequiredParameter',
      message:
        'Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be specified',
    });
    await expect(update({ versionDescription: 'v' })).rejects.toMatchObject({
      name: 'MissingRequiredParameter',
    });
    const encryptionConfiguration = { type: 'AWS_OWNED_KEY' };
    await expect(update({ encryptionConfiguration })).rejects.toMatchObject({
      name: 'MissingRequiredParameter',
      message: 'The definition must be specified when updating the EncryptionConfiguration',
    });
    await expect(update({ stateMachineArn: machineArn('n'), roleArn: ROLE })).rejects.toMatchObject({
      name: 'StateMachineDoesNotExist',
      message: `State Machine Does Not Exist: '${machineArn('n')}'`,
    });
    await expect(update({ definition: '{}' })).rejects.toMatchObject({ name: 'InvalidDefinition' });
  });
});

describe('DeleteStateMachine', () => {
  const remove = (name: string) =>
    service.client.send(new DeleteStateMachineCommand({ stateMachineArn: machineArn(name) }));

  it('deletes a state machine without running executions at once, and ignores a missing one', async () => {
    await create('m');
    await remove('m');
    await remove('m');
    await expect(describeMachine('m')).rejects.toMatchObject({ name: 'StateMachineDoesNotExist' });
    expect(machines.kept).toEqual([]);
  });

  it('waits for running executions and refuses new ones', async () => {
    await create('m', { definition: WAIT });
    const start = new StartExecutionCommand({ stateMachineArn: machineArn('m') });
    const { executionArn } = await service.client.send(start);
    await remove('m');
    expect(await describeMachine('m')).toMatchObject({ status: 'DELETING' });
    await expect(service.client.send(start)).rejects.toMatchObject({ name: 'StateMachineDeleting' });
    await expect(create('m', { definition: WAIT })).rejects.toMatchObject({ name: 'StateMachineDeleting' });
    await service.client.send(new StopExecutionCommand({ executionArn }));
    await expect(describeMachine('m')).rejects.toMatchObject({ name: 'StateMachineDoesNotExist' });
  });
});

it('fails an execution at its next step when its state machine is deleted', async () => {
  const definition = JSON.stringify({
    QueryLanguage: 'JSONata',
    StartAt: 'Wait',
    States: { Wait: { Type: 'Wait', Seconds: 1, Next: 'Never' }, Never: { Type: 'Succeed' } },
  });
  await create('m', { definition });
  const { executionArn = '' } = await service.client.send(
    new StartExecutionCommand({ stateMachineArn: machineArn('m') }),
  );
  await service.client.send(new DeleteStateMachineCommand({ stateMachineArn: machineArn('m') }));
  await service.engine.whenEnded(executionArn);
  expect(await service.client.send(new DescribeExecutionCommand({ executionArn }))).toMatchObject({
    status: 'FAILED',
    error: 'States.Runtime',
    cause: 'State machine m has been deleted',
  });
});

describe('ListStateMachines', () => {
  it('returns all in pages, by name', async () => {
    for (const name of ['c', 'a', 'b']) await create(name);
    const list = (fields: object) => service.client.send(new ListStateMachinesCommand(fields));
    const first = await list({ maxResults: 2 });
    expect(first.stateMachines!.map(({ name }) => name)).toEqual(['a', 'b']);
    await service.client.send(new DeleteStateMachineCommand({ stateMachineArn: machineArn('b') }));
    const rest = await list({ maxResults: 2, nextToken: first.nextToken });
    expect(rest.stateMachines).toEqual([
      { stateMachineArn: machineArn('c'), name: 'c', type: 'STANDARD', creationDate: expect.any(Date) },
    ]);
    expect(rest.nextToken).toBeUndefined();
    expect((await list({ maxResults: 0 })).stateMachines).toHaveLength(2);
    await expect(list({ nextToken: 'forged' })).rejects.toMatchObject({ name: 'InvalidToken' });
  });
});

describe('ValidateStateMachineDefinition', () => {
  const validate = (fields: object) =>
    service.client.send(new ValidateStateMachineDefinitionCommand({ definition: PASS, ...fields }));

  it('returns OK for a valid definition', async () => {
    expect(await validate({})).toMatchObject({ result: 'OK', diagnostics: [], truncated: false });
  });

  it('returns warnings on request, which do not fail the validation', async () => {
    const definition = JSON.stringify({
      QueryLanguage: 'JSONata',
      StartAt: 'C',
      States: {
        C: { Type: 'Choice', Choices: [{ Condition: true, Next: 'Set' }], Default: 'Read' },
        Set: { Type: 'Pass', Assign: { x: 1 }, Next: 'Read' },
        Read: { Type: 'Pass', Output: '{% $x %}', End: true },
      },
    });
    expect(await validate({ definition })).toMatchObject({ result: 'OK', diagnostics: [] });
    expect(await validate({ definition, severity: 'WARNING' })).toMatchObject({
      result: 'OK',
      diagnostics: [
        { severity: 'WARNING', code: 'POSSIBLY_UNDEFINED_VARIABLE', location: '/States/Read/Output' },
      ],
    });
    await create('m', { definition });
  });

  it('lists the errors of an invalid definition, up to maxResults', async () => {
    const definition =
      '{"QueryLanguage":"JSONata","StartAt":"A","States":{"A":{"Type":"Pass"},"B":{"Type":"Pass"}}}';
    const all = await validate({ definition });
    expect(all.result).toBe('FAIL');
    expect(all.diagnostics!.length).toBeGreaterThan(1);
    expect(all.truncated).toBe(false);
    expect(await validate({ definition, maxResults: 1 })).toMatchObject({
      diagnostics: [all.diagnostics![0]],
      truncated: true,
    });
  });
});

it('persists the state machines', async () => {
  await create('m');
  const next = await startService({ machines });
  const described = await next.client.send(
    new DescribeStateMachineCommand({ stateMachineArn: machineArn('m') }),
  );
  expect(described).toMatchObject({ name: 'm', definition: PASS });
  await next.close();
});

it('refuses labelled ARNs like AWS', async () => {
  const stateMachineArn = machineArn('m/Label');
  const commands = [
    new DescribeStateMachineCommand({ stateMachineArn }),
    new UpdateStateMachineCommand({ stateMachineArn, roleArn: ROLE }),
    new DeleteStateMachineCommand({ stateMachineArn }),
    new StartExecutionCommand({ stateMachineArn }),
  ];
  for (const command of commands) {
    const sent = service.client.send(command as DescribeStateMachineCommand);
    await expect(sent).rejects.toMatchObject({ name: 'ValidationException' });
  }
});
