import { describe, expect, it } from '@jest/globals';
import { createDrainingInvoker } from '../../../../local/stepfunctions/adapters/draining-invoker.ts';
import { fakeInvoker, Harness, machine, virtualClock } from '../../../../local/stepfunctions/testing.ts';

const REQUEST_MS = 300;
const never = new AbortController().signal;

/** Two tasks in sequence for each of five items, two items at a time. */
const definition = machine({
  StartAt: 'Each',
  States: {
    Each: {
      Type: 'Map',
      Items: [1, 2, 3, 4, 5],
      MaxConcurrency: 2,
      ItemProcessor: {
        ProcessorConfig: { Mode: 'INLINE' },
        StartAt: 'Buy',
        States: {
          Buy: {
            Type: 'Task',
            Resource: 'arn:aws:states:::lambda:invoke',
            Arguments: { FunctionName: 'buy', Payload: '{% $states.input %}' },
            End: true,
          },
        },
      },
      End: true,
    },
  },
});

/** An execution that is drained and stopped while its first two requests are in progress. */
async function stoppedWhile(requestMs: number) {
  const clock = virtualClock();
  const bought: unknown[] = [];
  let isSlow = true;
  const create = () =>
    createDrainingInvoker(
      fakeInvoker({
        buy: async (item, { signal }) => {
          await clock.sleep(isSlow ? requestMs : 1, signal);
          bought.push(item);
          return item;
        },
      }),
      clock,
    );
  let invoker = create();
  const harness = new Harness(
    {},
    { clock, invoker: { refusal: () => undefined, invoke: (call) => invoker.invoke(call) } },
  );
  const { executionArn } = await harness.engine.startExecution({ stateMachine: definition, input: '{}' });
  await clock.sleep(100, never);
  const startedAt = clock.now();
  await invoker.drain(800);
  const drainedMs = clock.now() - startedAt;
  await harness.engine.stopExecution({ executionArn });
  isSlow = false;
  invoker = create();
  return { harness, executionArn, bought, drainedMs };
}

describe('draining', () => {
  it('waits only until attempts in progress have ended and are recorded, and starts no more', async () => {
    const { harness, executionArn, bought, drainedMs } = await stoppedWhile(REQUEST_MS);

    expect(bought).toEqual([1, 2]);
    expect(drainedMs).toBe(REQUEST_MS - 100);
    const types = (await harness.events(executionArn)).map(({ type }) => type);
    expect(types.filter((type) => type === 'TaskSucceeded')).toHaveLength(2);
    expect(types.at(-1)).toBe('ExecutionAborted');
  });

  it('keeps a redrive from repeating requests', async () => {
    const { harness, executionArn, bought } = await stoppedWhile(REQUEST_MS);

    const record = await harness.redrive(executionArn);

    expect(record).toMatchObject({ status: 'SUCCEEDED' });
    expect(bought).toEqual([1, 2, 3, 4, 5]);
  });

  it('does not wait for a hanging attempt', async () => {
    const { drainedMs, bought } = await stoppedWhile(3_600_000);

    expect(drainedMs).toBe(800);
    expect(bought).toEqual([]);
  });

  it('does not wait if nothing is in progress', async () => {
    const clock = virtualClock();
    const startedAt = clock.now();

    await createDrainingInvoker(fakeInvoker({}), clock).drain(800);

    expect(clock.now()).toBe(startedAt);
  });
});
