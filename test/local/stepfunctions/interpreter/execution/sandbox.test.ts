import { describe, expect, it } from '@jest/globals';
import type { SandboxRequest } from '../../../../../local/stepfunctions/interpreter/ports.ts';
import type { Outcome } from '../../../../../local/stepfunctions/interpreter/jsonata/outcome.ts';
import { Harness, machine, outputOf, TaskError } from '../../../../../local/stepfunctions/testing.ts';
import { program, task } from '../support/states.ts';
import { settled } from '../../../../support/settled.ts';

/** An expression that may be costly, depending on the picture, and so goes to the sandbox. */
const COSTLY = '{% $formatInteger(1, $v) %}';

describe('an expression in the sandbox', () => {
  it('receives the variables that it reads, and its value is used', async () => {
    const asked: SandboxRequest[] = [];
    const harness = new Harness(
      {},
      {
        sandbox: {
          evaluate: (request) => {
            asked.push(request);
            return Promise.resolve({ kind: 'value', value: 7 });
          },
        },
      },
    );
    const record = await harness.run(
      program({
        A: { Type: 'Pass', Assign: { v: '0' }, Next: 'B' },
        B: { Type: 'Pass', Output: ['here', COSTLY], End: true },
      }),
    );
    expect(outputOf(record)).toEqual(['here', 7]);
    expect(asked).toEqual([{ source: COSTLY.slice(3, -3), variables: { v: '0' }, now: harness.clock.now() }]);
  });

  it('is aborted when its execution ends', async () => {
    const signals: AbortSignal[] = [];
    const sandbox = {
      evaluate: (_request: SandboxRequest, signal: AbortSignal): Promise<Outcome> => {
        signals.push(signal);
        return new Promise(() => undefined);
      },
    };
    const harness = new Harness({}, { sandbox });
    const { executionArn } = await harness.engine.startExecution({
      stateMachine: machine(
        program({
          P: { Type: 'Pass', Assign: { v: '0' }, Next: 'Q' },
          Q: { Type: 'Pass', Output: COSTLY, End: true },
        }),
      ),
    });
    await settled();
    await harness.engine.stopExecution({ executionArn });
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
    expect((await harness.outline(executionArn)).slice(3)).toEqual([
      'PassStateEntered#4<3',
      'ExecutionAborted#5<0',
    ]);
  });

  it.each<[how: string, status: string, cause: string | undefined, ends: readonly string[]]>([
    [
      'is stopped',
      'ABORTED',
      undefined,
      ['TaskStateAborted#8<7', 'ParallelStateAborted#9<7', 'ExecutionAborted#10<0'],
    ],
    [
      'cannot be evaluated',
      'FAILED',
      "An error occurred while executing the state 'T' (entered at the event id #4). Error: no sandbox",
      ['ExecutionFailed#8<7'],
    ],
  ])('of a catcher that %s ends the execution', async (how, status, cause, ends) => {
    const sandbox = {
      evaluate: (): Promise<Outcome> =>
        how === 'is stopped' ? new Promise(() => undefined) : Promise.reject(new Error('no sandbox')),
    };
    const fail = () => {
      throw new TaskError('Broken', '');
    };
    const harness = new Harness({ fail }, { sandbox });
    const caught = {
      ErrorEquals: ['Broken'],
      Output: '{% $formatInteger(1, $states.errorOutput.Error) %}',
      Next: 'D',
    };
    const { executionArn } = await harness.engine.startExecution({
      stateMachine: machine(
        program({
          P: {
            Type: 'Parallel',
            Branches: [program({ T: task('fail', { Catch: [caught] }), D: { Type: 'Succeed' } })],
            Catch: [{ ErrorEquals: ['States.ALL'], Next: 'E' }],
            End: true,
          },
          E: { Type: 'Succeed' },
        }),
      ),
    });
    await settled();
    if (how === 'is stopped') await harness.engine.stopExecution({ executionArn });
    const record = await harness.engine.whenEnded(executionArn);
    expect([record.status, record.cause]).toEqual([status, cause]);
    expect((await harness.outline(executionArn)).slice(3)).toEqual([
      'TaskStateEntered#4<3',
      'TaskScheduled#5<4',
      'TaskStarted#6<5',
      'TaskFailed#7<6',
      ...ends,
    ]);
  });

  it('of an ItemSelector that cannot be evaluated ends the execution despite Catch', async () => {
    const sandbox = { evaluate: () => Promise.reject(new Error('no sandbox')) };
    const harness = new Harness({}, { sandbox });
    const record = await harness.run(
      program({
        M: {
          Type: 'Map',
          Items: ['0'],
          ItemSelector: '{% $formatInteger(1, $states.context.Map.Item.Value) %}',
          ItemProcessor: program({ I: { Type: 'Succeed' } }),
          Catch: [{ ErrorEquals: ['States.ALL'], Next: 'D' }],
          End: true,
        },
        D: { Type: 'Succeed' },
      }),
    );
    expect(record).toMatchObject({ error: 'States.Runtime', cause: expect.stringContaining('no sandbox') });
    expect((await harness.outline(record.executionArn)).slice(3)).toEqual([
      'MapIterationStarted#4<3',
      'ExecutionFailed#5<4',
    ]);
  });
});
