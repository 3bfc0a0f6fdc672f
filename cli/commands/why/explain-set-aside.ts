import type { RunSummary } from '../../../events/types.ts';
import { counted } from '../../../operate/format/plural.ts';
import type { Printer } from '../../render/printer.ts';
import { nameTitle, type TitleNames } from '../../title-names.ts';

type Outcome = RunSummary['setAside'][number]['outcome'];

const OUTCOMES: readonly Outcome[] = ['deferred', 'rejected', 'skipped'];

const MEANING: Readonly<Record<Outcome, string>> = {
  deferred: 'Watchmode did not deliver them.',
  rejected: 'Too many runs over too many days have asked for them in vain.',
  skipped: 'Watchmode does not know them.',
};

/** The number of titles of an outcome that are listed; the rest is counted. */
const LISTED = 20;

/** The facts of a successful run beside its summary. */
export interface SuccessFacts {
  readonly name: string;
  readonly names: TitleNames;
  /** A command line to paste. */
  readonly command: (words: string) => string;
}

/** Explains each title that a successful run did not publish: its reason, and what to do. */
export function explainSetAside(
  summary: RunSummary,
  { name, names, command }: SuccessFacts,
  printer: Printer,
): void {
  const { style } = printer;
  const { discovered, published, setAside, setAsideOmitted } = summary;
  const left = discovered - published;
  if (left === 0) {
    const what =
      summary.plan !== undefined
        ? 'only counted the titles'
        : published === 0
          ? 'found no titles'
          : published === 1
            ? 'published its only title'
            : `published all ${counted(published, 'title', 'titles')}`;
    printer.result(`${name} succeeded and ${what}: there is nothing to explain`);
    return;
  }
  const were = left === 1 ? 'was' : 'were';
  printer.result(
    `${name} succeeded, but ${left} of ${counted(discovered, 'title', 'titles')} ${were} not published`,
  );
  for (const outcome of OUTCOMES) {
    if (summary[outcome] === 0) continue;
    const titles = setAside.filter((title) => title.outcome === outcome);
    printer.result(`\n${style.bold(style.yellow(`${summary[outcome]} ${outcome}`))}`);
    for (const { titleId, reason } of titles.slice(0, LISTED)) {
      printer.result(`  ${nameTitle(titleId, names)}: ${reason}`);
    }
    const more = titles.length - LISTED;
    if (more > 0) printer.result(`  and ${more} more; --json has all`);
    printer.result(`  meaning  ${MEANING[outcome]}`);
    printer.result(`  remedy   ${remedyFor(outcome, summary, titles, command)}`);
  }
  if (setAsideOmitted > 0) {
    const rest = counted(setAsideOmitted, 'further title is', 'further titles are');
    printer.result(`\n${rest} not in the summary: ${command('deferred')} lists those that wait`);
  }
}

function remedyFor(
  outcome: Outcome,
  { keepsDeferred = true, dryRun }: RunSummary,
  titles: RunSummary['setAside'],
  command: (words: string) => string,
): string {
  if (outcome === 'skipped') return 'None is needed: they have gone from Watchmode since they were listed.';
  if (outcome === 'rejected') {
    return `Look into the reason, then let the next run ask again: ${command('deferred --rejected --retry')}`;
  }
  if (!keepsDeferred) {
    const which = dryRun ? 'A dry run' : 'A run with regions of its own';
    const ids = titles.map(({ titleId }) => titleId).join(',');
    return `${which} keeps no titles for later. Fetch them: ${command(`start --title-ids ${ids}`)}`;
  }
  return `None is needed: the next run over the open window asks again. To ask now: ${command('deferred --retry')}`;
}
