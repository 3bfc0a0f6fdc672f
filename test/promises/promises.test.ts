import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { canonicalJson } from '../../tasks/shared/canonical-json.ts';
import { play, type Played } from './play.ts';
import { anyScenario, type Scenario } from './random-world.ts';
import { ORIGIN, titleIdOf } from './world.ts';

const MINUTE_MS = 60_000;
const QUOTA_BYTES = 262_144;
const PARAMETER_BYTES = 4_096;

/** Titles that a stop or the failure of another batch may find on their way: two batches of ten. */
const IN_FLIGHT = 20;

const worlds = Number(process.env['PROMISE_WORLDS'] ?? 200);
const seed = process.env['PROMISE_SEED'];

describe('the promises, whatever happens', () => {
  it(`hold in ${worlds} random worlds`, async () => {
    await fc.assert(
      fc.asyncProperty(anyScenario, async (scenario) => {
        const played = await play(scenario);
        expectAccount(played);
        expectOneIdentity(played);
        await expectNothingBoughtTwice(scenario, played);
        expectCatchUp(scenario, played);
        expectBounds(played);
      }),
      { numRuns: worlds, ...(seed === undefined ? {} : { seed: Number(seed) }) },
    );
  }, 3_600_000);
});

/** Accounting: every title that was found became something, and only one thing. */
function expectAccount({ summaries }: Played): void {
  for (const { discovered, published, skipped, deferred, rejected } of summaries) {
    expect(published + skipped + deferred + rejected).toBe(discovered);
  }
}

/** Identity: what tells the same has the same id, and what tells something else another. */
function expectOneIdentity({ world: { stream } }: Played): void {
  const contents = new Map(stream.map(({ id, data }) => [id, canonicalJson(data)]));
  for (const { id, data } of stream) expect(contents.get(id)).toBe(canonicalJson(data));
  expect(new Set(contents.values()).size).toBe(contents.size);
}

/** Credits: what is recorded is not bought again, and what is charged is what was needed, lost on its way, or asked. */
async function expectNothingBoughtTwice(
  { titles }: Scenario,
  { world, executions, failures }: Played,
): Promise<void> {
  let recorded = 0;
  for (const { executionArn } of executions) {
    const fetched = await fetchedIn(world, executionArn);
    expect(new Set(fetched).size).toBe(fetched.length);
    recorded += fetched.length;
  }
  const bought = [...world.account.bought].reduce(
    (sum, [titleId, times]) => (titles[titleId - titleIdOf(0)]?.behaviour === 'odd' ? sum : sum + times),
    0,
  );
  expect(bought).toBeGreaterThanOrEqual(recorded);
  expect(bought - recorded).toBeLessThanOrEqual(failures * IN_FLIGHT);
}

/** The titles whose details an execution has recorded, each time that it did. */
async function fetchedIn(world: Played['world'], executionArn: string): Promise<number[]> {
  const found: number[] = [];
  for (const child of await world.children(executionArn)) {
    for (const event of await world.wireEvents(child.executionArn)) {
      const { output } = (event['taskSucceededEventDetails'] ?? {}) as { readonly output?: string };
      if (output === undefined) continue;
      const { Payload } = JSON.parse(output) as { Payload: { titleId?: number; outcome?: string } };
      if (Payload.outcome === 'fetched' && Payload.titleId !== undefined) found.push(Payload.titleId);
    }
  }
  return found;
}

/**
 * Catch-up: from the window of the first run that succeeded on, the watermark passes no title that is neither on the
 * stream nor told of. (Before that there is no watermark, and each first run looks back by `firstWindowHours`.)
 */
function expectCatchUp({ titles }: Scenario, { world, summaries }: Played): void {
  const watermark = Date.parse(world.stored?.watermark ?? '');
  expect(watermark).toBeGreaterThan(ORIGIN);
  const begin = Math.min(...summaries.map(({ window }) => Date.parse(window?.start ?? '9999-01-01')));
  expect(world.stored?.deferred).toEqual([]);
  const published = new Set(world.stream.map(({ subject }) => Number(subject)));
  const told = new Set(
    summaries.flatMap(({ setAside }) =>
      setAside.flatMap(({ titleId, outcome }) => (outcome === 'deferred' ? [] : [titleId])),
    ),
  );
  const lost = titles.flatMap(({ listedAtMinutes }, index) => {
    const titleId = titleIdOf(index);
    const listedAt = ORIGIN + listedAtMinutes * MINUTE_MS;
    const isPassed = listedAt >= begin && listedAt < watermark;
    return isPassed && !published.has(titleId) && !told.has(titleId) ? [titleId] : [];
  });
  expect(lost).toEqual([]);
}

/** Bounds: no payload and no parameter outgrows its quota. */
function expectBounds({ world }: Played): void {
  expect(world.largest.bytes).toBeLessThanOrEqual(QUOTA_BYTES);
  expect(Buffer.byteLength(JSON.stringify(world.stored))).toBeLessThanOrEqual(PARAMETER_BYTES);
}
