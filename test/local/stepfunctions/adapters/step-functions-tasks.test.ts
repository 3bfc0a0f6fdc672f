import { knownMachines } from '../../../support/known-machines.ts';
import { describe, expect, it } from '@jest/globals';
import { createStepFunctionsTasks } from '../../../../local/stepfunctions/adapters/step-functions-tasks.ts';
import type { TaskInvoker, TaskOutcome } from '../../../../local/stepfunctions/interpreter/ports.ts';
import { parseTaskResource } from '../../../../local/stepfunctions/interpreter/task-resource.ts';
import { Harness, machine, TaskError, virtualClock } from '../../../../local/stepfunctions/testing.ts';
import { call } from './lambda/support/call.ts';

const UUID = '11111111-2222-4333-8444-555555555555';
const STATE_MACHINE = machine({}).stateMachineArn;
const resource = (action: string): string => `arn:aws:states:::aws-sdk:sfn:${action}`;

const WORK = {
  StartAt: 'Work',
  States: {
    Work: { Type: 'Task', Resource: 'arn:aws:lambda:eu-west-2:000000000000:function:work', End: true },
  },
};
const FAN_OUT = {
  StartAt: 'Fan out',
  States: {
    'Fan out': {
      Type: 'Map',
      Label: 'Fan',
      Items: [1, 2],
      MaxConcurrency: 1,
      ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' }, ...WORK },
      End: true,
    },
  },
};

/** Executions whose only task fails on request, and the integration that reads them. */
function world(): { harness: Harness; tasks: TaskInvoker; mend: () => void } {
  let broken = true;
  const work = (): number => {
    if (broken) throw new TaskError('Watchmode.Unavailable', 'down');
    return 7;
  };
  const harness = new Harness({ work }, { clock: virtualClock(Date.UTC(2026, 10, 24, 6, 0, 0, 123)) });
  const context = { engine: harness.engine, stateMachines: knownMachines('machine') };
  const tasks = createStepFunctionsTasks({ context: () => context, random: { uuid: () => UUID } });
  return { harness, tasks, mend: () => (broken = false) };
}

async function output(outcome: Promise<TaskOutcome>): Promise<Record<string, unknown>> {
  const settled = await outcome;
  if (settled.status !== 'SUCCEEDED') throw new Error(`${settled.error}: ${settled.cause}`);
  return JSON.parse(settled.output) as Record<string, unknown>;
}

describe('aws-sdk:sfn', () => {
  it('describes an execution with members and dates in the shape of the SDK', async () => {
    const { harness, tasks } = world();
    const { executionArn, name } = await harness.run(WORK, { n: 1 });

    const described = await output(
      tasks.invoke(call(resource('describeExecution'), { ExecutionArn: executionArn })),
    );

    expect(described).toEqual({
      ExecutionArn: executionArn,
      StateMachineArn: STATE_MACHINE,
      Name: name,
      Status: 'FAILED',
      StartDate: '2026-11-24T06:00:00.123Z',
      StopDate: '2026-11-24T06:00:00.123Z',
      Input: '{"n":1}',
      InputDetails: { Included: true },
      Error: 'Watchmode.Unavailable',
      Cause: 'down',
      RedriveCount: 0,
      RedriveStatus: 'REDRIVABLE',
    });
  });

  it('lists executions by state machine, and by Map Run with its failed children', async () => {
    const { harness, tasks } = world();
    const { executionArn } = await harness.run(FAN_OUT);

    const byMachine = call(resource('listExecutions'), {
      StateMachineArn: STATE_MACHINE,
      StatusFilter: 'FAILED',
      MaxResults: 10,
    });
    expect(await output(tasks.invoke(byMachine))).toEqual({
      Executions: [
        expect.objectContaining({ ExecutionArn: executionArn, Status: 'FAILED', RedriveCount: 0 }),
      ],
    });
    const { MapRuns } = (await output(
      tasks.invoke(call(resource('listMapRuns'), { ExecutionArn: executionArn })),
    )) as { MapRuns: { MapRunArn: string; StartDate: string }[] };
    expect(MapRuns).toEqual([expect.objectContaining({ StartDate: '2026-11-24T06:00:00.123Z' })]);
    const failed = await output(
      tasks.invoke(
        call(resource('listExecutions'), { MapRunArn: MapRuns[0]!.MapRunArn, StatusFilter: 'FAILED' }),
      ),
    );
    expect(failed).toEqual({ Executions: [expect.objectContaining({ Status: 'FAILED', ItemCount: 1 })] });
  });

  it('redrives, once for a client token', async () => {
    const { harness, tasks, mend } = world();
    const { executionArn } = await harness.run(WORK);
    mend();
    const request = call(resource('redriveExecution'), { ExecutionArn: executionArn, ClientToken: 'once' });

    const first = await output(tasks.invoke(request));
    expect(first).toEqual({ RedriveDate: '2026-11-24T06:00:00.123Z' });
    expect(await harness.engine.whenEnded(executionArn)).toMatchObject({
      status: 'SUCCEEDED',
      output: '7',
      redriveCount: 1,
    });
    expect(await output(tasks.invoke(request))).toEqual(first);
  });

  it.each([
    ['describeExecution', { ExecutionArn: `${STATE_MACHINE.replace('stateMachine', 'execution')}:nobody` }],
    ['redriveExecution', { ExecutionArn: `${STATE_MACHINE.replace('stateMachine', 'execution')}:nobody` }],
  ])('fails %s of an execution that does not exist', async (action, request) => {
    const { tasks } = world();

    expect(await tasks.invoke(call(resource(action), request))).toEqual({
      status: 'FAILED',
      error: 'Sfn.ExecutionDoesNotExistException',
      cause: expect.stringMatching(
        new RegExp(
          `^Execution Does Not Exist: .*nobody' \\(Service: Sfn, Status Code: 400, Request ID: ${UUID}\\)$`,
        ),
      ),
    });
  });

  it('names the errors after the classes of the SDK', async () => {
    const { harness, tasks, mend } = world();
    mend();
    const { executionArn } = await harness.run(WORK);
    const errorOf = async (action: string, request: object): Promise<unknown> => {
      const outcome = await tasks.invoke(call(resource(action), request));
      return outcome.status === 'FAILED' ? outcome.error : outcome;
    };

    expect(await errorOf('redriveExecution', { ExecutionArn: executionArn })).toBe(
      'Sfn.ExecutionNotRedrivableException',
    );
    expect(await errorOf('describeExecution', { ExecutionArn: 'nonsense' })).toBe('Sfn.InvalidArnException');
    expect(await errorOf('describeExecution', {})).toBe('Sfn.ValidationException');
    expect(await errorOf('listExecutions', { StateMachineArn: STATE_MACHINE, NextToken: 'x' })).toBe(
      'Sfn.InvalidTokenException',
    );
    // It has no class in the SDK.
    expect(await errorOf('describeExecution', { ExecutionArn: 7 })).toBe('Sfn.SfnException');
  });

  it.each(['executionArn', 'Name'])('refuses the member %s, as Step Functions does', async (member) => {
    const { tasks } = world();

    expect(await tasks.invoke(call(resource('describeExecution'), { [member]: 'x' }))).toEqual({
      status: 'FAILED',
      error: 'States.Runtime',
      cause: `The field "${member}" is not supported by Step Functions`,
    });
  });

  it('passes a defect on', async () => {
    const tasks = createStepFunctionsTasks({
      context: () => {
        throw new TypeError('not there yet');
      },
      random: { uuid: () => UUID },
    });

    await expect(tasks.invoke(call(resource('describeExecution'), {}))).rejects.toThrow('not there yet');
  });

  it.each([
    ['describeExecution', undefined],
    ['listMapRuns', undefined],
    ['startExecution', 'Supported: describeExecution, listExecutions, listMapRuns, redriveExecution'],
    ['describeExecution.waitForTaskToken', 'use the resource without .waitForTaskToken'],
  ])('of %s reports at load: %s', (action, reason) => {
    const refusal = createStepFunctionsTasks({
      context: () => {
        throw new Error('not asked at load');
      },
      random: { uuid: () => UUID },
    }).refusal(parseTaskResource(resource(action))!);

    expect(refusal ?? 'supported').toContain(reason ?? 'supported');
  });
});
