import { canonicalJson } from '../../tasks/shared/canonical-json.ts';
import type { Played } from './play.ts';
import type { Scenario } from './random-world.ts';
import { ORIGIN, titleIdOf } from './world.ts';

const MINUTE_MS = 60_000;
const QUOTA_BYTES = 262_144;
const PARAMETER_BYTES = 4_096;

/** Titles that a stop or the failure of another batch may find on their way: two batches of ten. */
const IN_FLIGHT = 20;

/** A promise that was broken, in a sentence. */
export type Violation = string;

/** Every promise that what was played has broken. */
export async function brokenPromises(scenario: Scenario, played: Played): Promise<Violation[]> {
  return [
    ...checkAccount(played),
    ...checkIdentity(played),
    ...(await checkCredits(scenario, played)),
    ...checkCatchUp(scenario, played),
    ...checkBounds(played),
  ];
}

/** Accounting: every title that was found became something, and only one thing. */
function checkAccount({ summaries }: Played): Violation[] {
  return summaries.flatMap(({ discovered, published, skipped, deferred, rejected }) => {
    const sum = published + skipped + deferred + rejected;
    return sum === discovered ? [] : [`accounting: ${discovered} were discovered, and ${sum} accounted for`];
  });
}

/** Identity: what tells the same has the same id, and what tells something else another. */
function checkIdentity({ world: { stream } }: Played): Violation[] {
  const contents = new Map<string, string>();
  const violations: Violation[] = [];
  for (const { id, data } of stream) {
    const content = canonicalJson(data);
    if ((contents.get(id) ?? content) !== content) violations.push(`identity: ${id} has two contents`);
    contents.set(id, content);
  }
  const different = new Set(contents.values()).size;
  if (different === contents.size) return violations;
  return [...violations, `identity: ${different} contents have ${contents.size} ids`];
}

/** Credits: what is recorded is not bought again, and what is charged is what was needed, lost on its way, or asked. */
async function checkCredits(
  { titles }: Scenario,
  { world, executions, failures }: Played,
): Promise<Violation[]> {
  const violations: Violation[] = [];
  let recorded = 0;
  for (const { executionArn } of executions) {
    const fetched = await fetchedIn(world, executionArn);
    const different = new Set(fetched).size;
    if (different !== fetched.length) {
      violations.push(
        `credits: ${fetched.length} answers of ${different} titles are recorded in ${executionArn}`,
      );
    }
    recorded += fetched.length;
  }
  const bought = [...world.account.bought].reduce(
    (sum, [titleId, times]) => (titles[titleId - titleIdOf(0)]?.behaviour === 'odd' ? sum : sum + times),
    0,
  );
  if (bought < recorded)
    violations.push(`credits: ${recorded} answers are recorded, and ${bought} were given`);
  const lost = bought - recorded;
  if (lost > failures * IN_FLIGHT) {
    violations.push(`credits: ${lost} answers were bought and not recorded, in ${failures} failures`);
  }
  return violations;
}

/** The titles whose details an execution has recorded, each time that it did. */
async function fetchedIn(world: Played['world'], executionArn: string): Promise<number[]> {
  const found: number[] = [];
  for (const child of await world.children(executionArn)) {
    for (const event of await world.events(child.executionArn)) {
      if (event.type !== 'TaskSucceeded') continue;
      const { Payload } = JSON.parse(event.details.output) as {
        Payload: { titleId?: number; outcome?: string };
      };
      if (Payload.outcome === 'fetched' && Payload.titleId !== undefined) found.push(Payload.titleId);
    }
  }
  return found;
}

/**
 * Catch-up: from the window of the first run that succeeded on, the watermark passes no title that is neither on the
 * stream nor told of. (Before that there is no watermark, and each first run looks back by `firstWindowHours`.)
 */
function checkCatchUp({ titles }: Scenario, { world, summaries }: Played): Violation[] {
  const watermark = Date.parse(world.stored?.watermark ?? '');
  if (!(watermark > ORIGIN)) return [`catch-up: the watermark is ${world.stored?.watermark ?? 'missing'}`];
  const begin = Math.min(...summaries.map(({ window }) => Date.parse(window?.start ?? '9999-01-01')));
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
  const waiting = world.stored?.deferred ?? [];
  return [
    ...(waiting.length === 0 ? [] : [`catch-up: these still wait: ${waiting.join(', ')}`]),
    ...(lost.length === 0 ? [] : [`catch-up: the watermark has passed these: ${lost.join(', ')}`]),
  ];
}

/** Bounds: no payload and no parameter outgrows its quota. */
function checkBounds({ world }: Played): Violation[] {
  const parameter = Buffer.byteLength(JSON.stringify(world.stored ?? null));
  return [
    ...(world.largest.bytes <= QUOTA_BYTES ? [] : [`bounds: a payload has ${world.largest.bytes} bytes`]),
    ...(parameter <= PARAMETER_BYTES ? [] : [`bounds: the parameter has ${parameter} bytes`]),
  ];
}
