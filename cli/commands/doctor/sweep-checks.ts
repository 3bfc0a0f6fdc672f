import { SECTION_PREFIX } from '../../../events/progress.ts';
import { sectionOf } from '../../../events/sections.ts';
import { meantBy } from '../../../events/similar-names.ts';
import { creditsOfMonth, creditsOfSweeps, DAYS_PER_MONTH } from '../../../events/sweep-credits.ts';
import { startsWithin } from '../../../workflow/schedule.ts';
import { scheduleOfSweeps } from '../../../workflow/sweep-schedule.ts';
import { findNamed } from '../../../operate/catalogue/find-named.ts';
import { UsageError } from '../../../operate/errors.ts';
import type { NamedFeed } from '../../../operate/feeds/read-feed.ts';
import type { Sweeps } from '../../../operate/feeds/read-sweeps.ts';
import { formatMoment } from '../../../operate/format/moment.ts';
import { counted } from '../../../operate/format/plural.ts';
import type { DeploymentContext } from '../../deployment-context.ts';
import { failed, type Finding, ok, skipped, warning } from '../../findings/check.ts';
import { judgeAge } from './freshness.ts';
import type { Credits } from './watchmode.ts';

/** The settings of a deployment's sweeps. */
export type SweepSettings = Pick<
  DeploymentContext,
  | 'regions'
  | 'services'
  | 'genres'
  | 'sweepTypes'
  | 'maxCredits'
  | 'creditReserve'
  | 'sweepLagHours'
  | 'sweepSchedule'
> & {
  /** The schedule that starts them, and its time zone. */
  readonly expression: string;
  readonly timeZone: string;
  readonly remedies: SweepRemedies;
};

/** The ways to change what a sweep lists. */
export interface SweepRemedies {
  readonly addServices: string;
  readonly services: string;
  readonly regions: string;
  readonly fewer: string;
}

const OF_STAGE: SweepRemedies = {
  addServices: 'set services in infra/stages.ts, and deploy it',
  services: 'correct services in infra/stages.ts, and deploy it',
  regions: 'choose the countries at Watchmode, or correct regions in infra/stages.ts, and deploy it',
  fewer: 'list fewer services, countries or types in infra/stages.ts, or sweep less often',
};

/** Returns the settings of a deployment's sweeps; undefined if no schedule starts a sweep. */
export function sweepSettingsOf(context: DeploymentContext): SweepSettings | undefined {
  const expression = scheduleOfSweeps(context);
  return expression === undefined
    ? undefined
    : { ...context, expression, timeZone: context.scheduleTimeZone, remedies: OF_STAGE };
}

const NOT_YET = 'no sweep has asked Watchmode yet';

/** Checks the age of the last complete sweep. */
export function judgeLastSweep(
  { watermark }: Pick<NamedFeed, 'watermark'>,
  { sweepLagHours }: SweepSettings,
  now: number,
): Finding {
  if (watermark === null) {
    return warning(
      'no sweep has been complete yet',
      '`tvguide start --feed catalogue` begins one; the first publishes nothing',
    );
  }
  const at = Date.parse(watermark.watermark);
  return judgeAge(
    `complete at ${formatMoment(new Date(at))}`,
    at,
    now,
    'the next complete sweep finds all that came and went; `tvguide why` explains one that failed',
    sweepLagHours,
  );
}

/** Checks if Watchmode knows the services of the settings, and if they are offered in one of the countries. */
export function judgeServices(sweeps: Sweeps, settings: SweepSettings): Finding {
  const { services, regions, remedies } = settings;
  const { sources } = sweeps;
  const remedy = remedies.services;
  if (services.length === 0) return failed('none is set', remedies.addServices);
  if (sources === null) return skipped(NOT_YET);
  try {
    findNamed('service', services, sources);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return failed(error.message, remedy);
  }
  for (const service of services) {
    // Services of different countries can have the same name.
    const found = meantBy(service, sources);
    if (found.length > 0 && !found.some((source) => regions.some((region) => isOfferedIn(region, source)))) {
      const elsewhere = [...new Set(found.flatMap((source) => source.regions))].sort().join(', ');
      return failed(`${service} is not offered in ${regions.join(' or ')}, but in ${elsewhere}`, remedy);
    }
  }
  return ok(services.join(', '));
}

type Source = NonNullable<Sweeps['sources']>[number];

const isOfferedIn = (region: string, { regions }: Source): boolean =>
  regions.length === 0 || regions.some((each) => each === region);

/** Returns the least number of sections that a sweep lists: each service in each country that has it, by type. */
function fewestSections({ sources }: Sweeps, { services, regions, sweepTypes }: SweepSettings): number {
  const places = services.map((service) => {
    const found = meantBy(service, sources ?? []);
    return Math.max(
      1,
      regions.filter((region) => found.some((source) => isOfferedIn(region, source))).length,
    );
  });
  return places.reduce((sum, each) => sum + each, 0) * Math.max(1, sweepTypes.length);
}

/** Checks if Watchmode has enabled the countries of the settings for the key. */
export function judgeRegions({ regions }: Sweeps, { regions: wanted, remedies }: SweepSettings): Finding {
  if (regions === null) return skipped(NOT_YET);
  const enabled = regions.filter(({ isOnPlan }) => isOnPlan).map(({ region }): string => region);
  const missing = wanted.filter((region) => !enabled.includes(region));
  if (missing.length === 0) return ok(`${wanted.join(', ')}, of ${enabled.join(', ')} on the plan`);
  return failed(
    `${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} not on the plan, which has ${enabled.join(', ') || 'no countries'}`,
    remedies.regions,
  );
}

/**
 * Checks if the credits suffice for the scheduled sweeps: by the pages and new titles of the last sweep of each section.
 *
 * @param credits - those of the account; undefined if they are unknown
 */
export function judgeCredits(
  sweeps: Sweeps,
  settings: SweepSettings,
  credits: Credits | undefined,
  now: number,
): Finding {
  const { maxCredits, creditReserve, expression, timeZone } = settings;
  const { fewer } = settings.remedies;
  const sections = sectionsOf(sweeps, settings);
  if (sections.length === 0) {
    const least = creditsOfSweeps({ pages: fewestSections(sweeps, settings), titles: 0 }).all;
    return ok(
      `not known before the first sweep, which costs at least ${counted(least, 'credit', 'credits')}: see npm run cost -- --titles 20 --sweep PAGES`,
    );
  }
  const sum = (numbers: readonly number[]) => numbers.reduce((all, each) => all + each, 0);
  const size = {
    pages: sum(sections.map(({ pages }) => Math.max(1, pages))),
    titles: sum(sections.map(({ arrived }) => arrived)),
  };
  const one = creditsOfSweeps(size).all;
  const count = startsWithin(DAYS_PER_MONTH, expression, timeZone, now);
  const month = creditsOfMonth(size, count).all;
  const detail =
    `${counted(one, 'credit', 'credits')} a sweep (${counted(size.pages, 'page', 'pages')} of ` +
    `${counted(sections.length, 'section', 'sections')}, ${counted(size.titles, 'new title', 'new titles')}), ` +
    `${month} in ${DAYS_PER_MONTH} days`;
  if (maxCredits !== 'none' && one > maxCredits) {
    return warning(
      `${detail}: a sweep is refused above maxCredits, ${maxCredits}`,
      `raise maxCredits, or ${fewer}`,
    );
  }
  if (credits === undefined) return ok(detail);
  const { quota, left } = credits;
  if (month > quota) return warning(`${detail}, more than the ${quota} of the account`, fewer);
  if (one > left - creditReserve) {
    return warning(
      `${detail}: the next one is refused, as ${Math.max(0, left)} are left and ${creditReserve} are reserved`,
      `wait for the quota to reset, or ${fewer}`,
    );
  }
  return ok(`${detail}, of ${quota}`);
}

/** Returns the sections that a scheduled sweep lists, as far as they were ever swept. */
function sectionsOf({ sections, sources }: Sweeps, settings: SweepSettings): Sweeps['sections'] {
  const { regions, services, sweepTypes, genres } = settings;
  const found = services.flatMap((service) => meantBy(service, sources ?? []));
  const ids = new Set(found.map(({ id }) => id));
  return sections.filter(({ item }) => {
    const { region, sourceId, type, genres: ofSection = [] } = sectionOf(item.slice(SECTION_PREFIX.length));
    const isOfType = type === undefined ? sweepTypes.length === 0 : sweepTypes.includes(type);
    const hasGenres = ofSection.length > 0;
    return regions.includes(region) && ids.has(sourceId) && isOfType && hasGenres === genres.length > 0;
  });
}

/** The facts of a table with sweeps. */
export interface SweepFacts extends Pick<NamedFeed, 'watermark'> {
  readonly sweeps: Sweeps;
  readonly settings: SweepSettings;
  /** Those of the account; undefined if they are unknown. */
  readonly credits: Credits | undefined;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** The checks of sweeps by name, on AWS and on this machine. */
export const SWEEP_CHECKS: readonly (readonly [name: string, judge: (facts: SweepFacts) => Finding])[] = [
  ['last sweep', (facts) => judgeLastSweep(facts, facts.settings, facts.now)],
  ['sweep services', ({ sweeps, settings }) => judgeServices(sweeps, settings)],
  ['sweep countries', ({ sweeps, settings }) => judgeRegions(sweeps, settings)],
  ['sweep credits', ({ sweeps, settings, credits, now }) => judgeCredits(sweeps, settings, credits, now)],
];
