import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { HistoryEvent } from '../../../local/interpreter/history/event.ts';
import { anyDefinition } from './support/any-definition.ts';
import { MemoryStore } from './support/memory-store.ts';
import { Harness, machine, TaskError } from './support/harness.ts';

/** The property was also run 30,000 times; the suite keeps to what takes a second or two. */
const RUNS = 300;

/** Ids are consecutive, each event follows an earlier one, and the last one ends the execution. */
function expectSound(events: readonly HistoryEvent[]): void {
  expect(events.map(({ id }) => id)).toEqual(events.map((_, index) => index + 1));
  expect(events.filter(({ id, previousEventId }) => previousEventId >= id || previousEventId < 0)).toEqual(
    [],
  );
  expect(events.at(-1)?.type).toMatch(/^Execution(Succeeded|Failed|Aborted|TimedOut)$/);
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
  it('is refused, or runs to an end with a sound history, also when it is stopped or redriven', async () => {
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

  it('goes on soundly when its process dies at any moment, and can be stopped', async () => {
    await fc.assert(
      fc.asyncProperty(anyDefinition, fc.nat({ max: 40 }), fc.boolean(), async (definition, turns, stop) => {
        const store = new MemoryStore();
        const dying = harnessOn(store);
        if (dying.engine.validateDefinition(machine(definition).definition).result === 'FAIL') return;
        const { executionArn } = await dying.engine.startExecution({ stateMachine: machine(definition) });
        for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve));
        await dying.engine.close();

        const next = harnessOn(store);
        await next.engine.recover();
        if (stop) await next.engine.stopExecution({ executionArn });
        const { redriveStatus } = await next.engine.describeExecution(executionArn);
        if (redriveStatus === 'REDRIVABLE') await next.redrive(executionArn);
        expectSound(await next.events(executionArn));
        expect(await next.engine.recover()).toEqual([]);
      }),
      { numRuns: RUNS, seed: 20_261_124 },
    );
  });

  it('that is no definition at all is refused with a diagnostic', () => {
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
