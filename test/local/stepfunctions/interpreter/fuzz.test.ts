import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { HistoryEvent } from '../../../../local/stepfunctions/interpreter/history/event.ts';
import { anyDefinition } from './support/any-definition.ts';
import { Harness, machine, MemoryStore, TaskError } from '../../../../local/stepfunctions/testing.ts';
import { settled } from '../../../support/settled.ts';

/** Keeps the suite to a second or two. The property was also run 30,000 times. */
const RUNS = 300;

/** Ids are consecutive, each event follows an earlier one, and the last one ends the execution. */
function expectSound(events: readonly HistoryEvent[]): void {
  expect(events.map(({ id }) => id)).toEqual(events.map((_, index) => index + 1));
  expect(events.filter(({ id, previousEventId }) => previousEventId >= id || previousEventId < 0)).toEqual(
    [],
  );
  expect(events.at(-1)?.type).toMatch(/^Execution(Succeeded|Failed|Aborted|TimedOut)$/);
  const unlinked = events.filter(({ id, previousEventId }) => id > 2 && previousEventId === 0);
  expect(
    unlinked.filter(({ type }) => !/^(Execution(Aborted|TimedOut)|EvaluationFailed)$/.test(type)),
  ).toEqual([]);
}

/**
 * The end of an execution: by itself (it succeeds, fails, times out or has a full history), by StopExecution,
 * by the end of its process, or by the deletion of its state machine.
 */
const anyEnd = fc.record({
  how: fc.constantFrom('BY_ITSELF', 'STOPPED', 'PROCESS_DIED', 'MACHINE_DELETED'),
  turns: fc.nat({ max: 40 }),
});

async function turn(times: number): Promise<void> {
  for (let count = 0; count < times; count += 1) await settled();
}

/** Ends an execution. Returns the harness that continues with its store. */
async function end(
  harness: Harness,
  executionArn: string,
  { how, turns }: { readonly how: string; readonly turns: number },
): Promise<Harness> {
  if (how === 'BY_ITSELF') {
    await harness.engine.whenEnded(executionArn);
    return harness;
  }
  await turn(turns);
  if (how === 'MACHINE_DELETED') {
    harness.engine.stateMachineDeleted(machine({}).stateMachineArn);
    await harness.engine.whenEnded(executionArn);
    return harness;
  }
  if (how === 'STOPPED') {
    await harness.engine.stopExecution({ executionArn });
    return harness;
  }
  await harness.engine.close();
  const next = harnessOn(harness.store);
  await next.engine.recover();
  return next;
}

function harnessOn(store: MemoryStore): Harness {
  const harness: Harness = new Harness(
    {
      echo: (payload) => payload,
      broken: () => {
        throw new TaskError('Broken', '');
      },
      slow: async (payload, { signal }) => {
        await harness.clock.sleep(50_000, signal);
        return payload;
      },
      large: () => 'x'.repeat(300_000),
    },
    { store, quotas: { historyEvents: 200 } },
  );
  return harness;
}

describe('any definition', () => {
  it('is refused, or ends with a consistent history, also when stopped or redriven', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyDefinition,
        fc.jsonValue({ maxDepth: 3 }),
        fc.boolean(),
        async (definition, input, stop) => {
          const harness = harnessOn(new MemoryStore());
          const { definition: text } = machine(definition);
          if (harness.engine.validateDefinition(text).result === 'FAIL') return;
          const { executionArn } = await harness.engine.startExecution({
            stateMachine: machine(definition),
            input: JSON.stringify(input),
          });
          if (stop) await harness.engine.stopExecution({ executionArn });
          await harness.engine.whenEnded(executionArn);
          expectSound(await harness.events(executionArn));
          const { redriveStatus } = await harness.engine.describeExecution(executionArn);
          if (redriveStatus === 'REDRIVABLE') {
            await harness.redrive(executionArn);
            expectSound(await harness.events(executionArn));
          }
        },
      ),
      { numRuns: RUNS, seed: 20_261_124 },
    );
  });

  it('stays consistent after any sequence of ends, and can be stopped finally', async () => {
    const redriven = new Set<string>();
    await fc.assert(
      fc.asyncProperty(
        anyDefinition,
        fc.array(anyEnd, { minLength: 1, maxLength: 3 }),
        fc.boolean(),
        async (definition, ends, stop) => {
          let harness = harnessOn(new MemoryStore());
          if (harness.engine.validateDefinition(machine(definition).definition).result === 'FAIL') return;
          const { executionArn } = await harness.engine.startExecution({ stateMachine: machine(definition) });
          for (const one of ends) {
            harness = await end(harness, executionArn, one);
            if (one.how !== 'PROCESS_DIED') expectSound(await harness.events(executionArn));
            const { record, redriveStatus } = await harness.engine.describeExecution(executionArn);
            if (redriveStatus !== 'REDRIVABLE') continue;
            redriven.add(`${one.how} ${record.status}`);
            await harness.engine.redriveExecution({ executionArn });
          }
          if (stop) await harness.engine.stopExecution({ executionArn });
          await harness.engine.whenEnded(executionArn);
          // An interrupted execution with a full history cannot be redriven: it is stopped.
          const { interrupted } = await harness.engine.describeExecution(executionArn);
          if (interrupted) await harness.engine.stopExecution({ executionArn });
          expectSound(await harness.events(executionArn));
          expect(await harness.engine.recover()).toEqual([]);
        },
      ),
      { numRuns: RUNS, seed: 20_261_124 },
    );
    expect([...redriven]).toEqual(
      expect.arrayContaining([
        'BY_ITSELF FAILED',
        'BY_ITSELF TIMED_OUT',
        'STOPPED ABORTED',
        'PROCESS_DIED RUNNING',
        'MACHINE_DELETED FAILED',
      ]),
    );
  });

  it('is refused with a diagnostic if it is arbitrary text or JSON', () => {
    const { engine } = new Harness();
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        const { result, diagnostics } = engine.validateDefinition(text);
        expect(result).toBe('FAIL');
        expect(diagnostics.length).toBeGreaterThan(0);
      }),
      { numRuns: RUNS },
    );
  });
});
