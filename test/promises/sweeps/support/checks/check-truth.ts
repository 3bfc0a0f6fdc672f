import type { SweepWorld } from '../sweep-world.ts';
import { announcementsOf, type Announcement } from './announcements.ts';
import { readingsOf, sectionsOf, type Reading, type Section } from './sections.ts';

/**
 * Truth: no false arrival, no false departure, no change twice, and in the end each lasting change once.
 *
 * The catalogue remembers in ticks when each title was where. A title that was on the service all the time did not arrive or
 * leave, whatever the pages showed.
 */
export function checkTruth(world: SweepWorld): string[] {
  const announcements = announcementsOf(world);
  return sectionsOf(world).flatMap((section) => {
    const readings = readingsOf(world, section);
    const saved = readings.filter(({ run }) => run.saved.has(section.key));
    const titles = world.scenarioTitles.filter(section.has);
    return titles.flatMap(({ id }) => {
      const told = announcements.filter(
        ({ titleId, service }) => titleId === id && service === section.service,
      );
      return judge(world, { section, readings, saved, titleId: id, told });
    });
  });
}

interface Case {
  readonly section: Section;
  readonly readings: readonly Reading[];
  /** Those from which later sweeps start. The first is the baseline. */
  readonly saved: readonly Reading[];
  readonly titleId: number;
  readonly told: readonly Announcement[];
}

/** The state of a title as a reader of the stream knows it. */
interface Known {
  isThere: boolean;
  /** The tick from which on a change can be new. */
  since: number;
}

function judge(world: SweepWorld, given: Case): string[] {
  const { section, readings, saved, titleId, told } = given;
  const { catalogue } = world;
  const { service } = section;
  const [baseline] = saved;
  const name = `${titleId} on ${section.key}`;
  if (baseline === undefined) {
    return told.map(({ change }) => `truth: ${name} ${change} before there was a baseline`);
  }
  const violations: string[] = [];
  const known: Known = { isThere: baseline.pages.flat().includes(titleId), since: baseline.from };
  for (const { change, run } of told) {
    const reading = readings.find((one) => one.run === run);
    if (reading === undefined) {
      violations.push(`truth: ${name} ${change} in ${run.executionArn}, which read no page of it`);
      continue;
    }
    const { to } = reading;
    const earlier = saved.filter((one) => one.to < reading.from);
    // A title that was adopted is listed without a word, and its departure is announced as any other.
    const isKnown = known.isThere || earlier.some((one) => one.from > known.since && lists(one, titleId));
    if (change === 'arrived' ? known.isThere : !isKnown)
      violations.push(`truth: ${name} ${change} again in ${run.executionArn}`);
    if (change === 'arrived') {
      if (!catalogue.wasThere(service, titleId, known.since, to)) {
        violations.push(`truth: ${name} arrived in ${run.executionArn}, and was never there`);
      }
      if (!catalogue.wasAway(service, titleId, known.since, to)) {
        violations.push(`truth: ${name} arrived in ${run.executionArn}, and was there all the time`);
      }
    } else {
      const lastListed = earlier.filter((one) => lists(one, titleId)).at(-1);
      if (!catalogue.wasAway(service, titleId, (lastListed ?? baseline).from, to)) {
        violations.push(`truth: ${name} left in ${run.executionArn}, and was there all the time`);
      }
      if (!reading.isComplete)
        violations.push(`truth: ${name} left in ${run.executionArn}, which is incomplete`);
    }
    // What a run said that did not come to save its sweep, the next run says again.
    if (!run.saved.has(section.key)) continue;
    known.isThere = change === 'arrived';
    known.since = (earlier.at(-1) ?? baseline).from;
  }
  const isThere = catalogue.has(service, titleId);
  if (isThere && !known.isThere && !isAdopted(given, known.since)) {
    violations.push(`truth: ${name} is there, and nothing says so`);
  }
  if (!isThere && known.isThere) violations.push(`truth: ${name} is gone, and nothing says so`);
  return violations;
}

/**
 * True if a title may have become known without a word: the first sweep that listed it followed one with open gaps, in which
 * the title may have been hidden since the baseline.
 */
function isAdopted({ section, saved, titleId }: Case, since: number): boolean {
  const index = saved.findIndex((reading, at) => at > 0 && reading.from > since && lists(reading, titleId));
  const gaps = saved[index - 1]?.run.saved.get(section.key)?.gaps ?? [];
  return gaps.length > 0;
}

function lists({ pages }: Reading, titleId: number): boolean {
  return pages.some((page) => page.includes(titleId));
}
