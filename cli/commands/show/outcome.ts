import type { RunSummary } from '../../../events/types.ts';
import { nameOf } from '../../../workflow/arns.ts';
import { counted } from '../../../operate/format/plural.ts';
import { describeSweep } from '../../../operate/run/describe-sweep.ts';
import { ChildSampler } from '../../../operate/run/child-sampler.ts';
import { RunCache } from '../../../operate/run/run-cache.ts';
import { RunFollower } from '../../../operate/run/run-follower.ts';
import { sumOfRetries } from '../../../operate/run/sum-of-retries.ts';
import { summaryIn } from '../../../operate/run/summary.ts';
import { tallyOf, type TitleTally } from '../../../operate/run/title-tally.ts';
import { describeCounts } from '../../progress/describe-progress.ts';
import { describeSweepPlan } from '../../progress/summary-rows.ts';
import { describeItems, describeTally } from '../../render/title-tally.ts';
import type { Style } from '../../render/printer.ts';
import type { Session } from '../../session.ts';
import { namesOfTitles, nameTitle, type TitleNames } from '../../title-names.ts';

/** The work of a run: titles, credits and retries. */
export interface Outcome {
  readonly summary: RunSummary | undefined;
  readonly titles: TitleTally | null;
  /** The retries of the execution and of the children that were read, by error. */
  readonly retries: ReadonlyMap<string, number>;
  /** The number of children that were read; undefined if all were. */
  readonly lookedInto: number | undefined;
  /** The names of the titles without a record. */
  readonly names: TitleNames;
}

/** Reads the work of a run, with a sample of its children. */
export async function outcomeOf(session: Session, run: RunFollower): Promise<Outcome> {
  const { sfn, io } = session;
  const summary = summaryIn(run.description.output);
  const mapRun = run.mapRuns.at(-1);
  const sampler = new ChildSampler(new RunCache(sfn, io, (source, arn) => new RunFollower(source, arn)));
  if (mapRun !== undefined) await sampler.look(mapRun);
  const setAside = summary?.setAside.map(({ titleId }) => titleId) ?? [];
  return {
    summary,
    titles: tallyOf(summary, run.titleCounts),
    retries: sumOfRetries([run.history.retries, sampler.retries]),
    lookedInto: sampler.lookedInto < (mapRun?.executionCounts?.total ?? 0) ? sampler.lookedInto : undefined,
    names: await namesOfTitles(session, setAside, nameOf(run.arn)),
  };
}

/** The number of titles without a record that are listed. `why` lists all. */
const LISTED = 5;

/** Returns the labelled lines of an outcome. */
export function outcomeRows(
  { summary, titles, retries, lookedInto, names }: Outcome,
  why: string,
  style: Style,
): [label: string, value: string][] {
  const retried =
    retries.size === 0 && lookedInto !== undefined
      ? `none in the ${counted(lookedInto, 'batch', 'batches')} looked into`
      : describeCounts(retries, lookedInto);
  const listed = summary?.setAside.slice(0, LISTED) ?? [];
  const more = (summary?.setAside.length ?? 0) + (summary?.setAsideOmitted ?? 0) - listed.length;
  return [
    ...sweepRows(summary),
    ...(titles === null ? [] : [['titles', titlesOf(titles, summary)] as [string, string]]),
    ...(summary === undefined ? [] : [['credits', `${summary.creditsUsed} spent`] as [string, string]]),
    ...(retried === '' ? [] : [['retries', retried] as [string, string]]),
    ...(summary === undefined ? [] : [['watermark', summary.watermark ?? 'not moved'] as [string, string]]),
    ...listed.map(({ titleId, outcome, reason }, index): [string, string] => [
      index === 0 ? 'set aside' : '',
      `${nameTitle(titleId, names)} ${style.yellow(outcome)}: ${reason}`,
    ]),
    ...(more > 0 ? [['', `and ${more} more: ${why}`] as [string, string]] : []),
  ];
}

function sweepRows(summary: RunSummary | undefined): [label: string, value: string][] {
  const sweep = summary?.sweep ?? null;
  if (summary === undefined || sweep === null) return [];
  return summary.plan === undefined
    ? [['sweep', describeSweep(sweep, summary.dryRun)]]
    : [['plan', describeSweepPlan(summary.plan).join(' ')]];
}

/** Formats `353 of 372 published, 15 deferred, 4 skipped`, or how far a run without a summary is. */
function titlesOf(titles: TitleTally, summary: RunSummary | undefined): string {
  if (summary === undefined) return titles.items === null ? '' : describeItems(titles.items);
  const { skipped, deferred, rejected } = summary;
  const others = Object.entries({ deferred, rejected, skipped }).filter(([, count]) => count > 0);
  if (titles.planned !== null) return describeTally(titles);
  return [`${describeTally(titles)} published`, ...others.map(([what, count]) => `${count} ${what}`)].join(
    ', ',
  );
}

/** Returns the outcome for `--json`. */
export function outcomeAsJson({ summary, titles, retries, lookedInto, names }: Outcome) {
  return {
    titles,
    summary:
      summary === undefined
        ? null
        : {
            ...summary,
            setAside: summary.setAside.map((title) => ({ ...title, name: names.get(title.titleId) ?? null })),
          },
    retries: { byError: Object.fromEntries(retries), childrenLookedInto: lookedInto ?? 'all' },
  };
}
