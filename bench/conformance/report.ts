import Table from 'cli-table3';
import type { Verdict } from './conformance.ts';

const ASPECTS = ['outcome', 'types', 'links', 'details'] as const;

/** Whether nothing differs. What was skipped does not count. */
export function allPass(verdicts: readonly Verdict[]): boolean {
  return verdicts.every(differsNowhere);
}

function differsNowhere({ differences }: Verdict): boolean {
  return ASPECTS.every((aspect) => differences[aspect].length === 0);
}

/** A table with one line a category, what differs and what was skipped, and the sums on the last line. */
export function renderReport(verdicts: readonly Verdict[]): string {
  const table = new Table({
    head: ['category', 'run', ...ASPECTS, 'skipped'],
    style: { head: [], border: [] },
  });
  const categories = [...new Set(verdicts.map(({ category }) => category))].sort();
  for (const category of categories)
    table.push(
      row(
        category,
        verdicts.filter((one) => one.category === category),
      ),
    );
  table.push(row('all', verdicts));
  return [table.toString(), ...verdicts.flatMap(remarks), summaryOf(verdicts), ''].join('\n');
}

/** `36 passed, 0 failed`, with `, 2 skipped` when any were: for whoever reads the report by program. */
function summaryOf(verdicts: readonly Verdict[]): string {
  const run = verdicts.filter(({ skipped }) => skipped === undefined);
  const passed = run.filter(differsNowhere).length;
  const skipped = verdicts.length - run.length;
  return `${passed} passed, ${run.length - passed} failed${skipped === 0 ? '' : `, ${skipped} skipped`}`;
}

function row(title: string, verdicts: readonly Verdict[]): string[] {
  const run = verdicts.filter(({ skipped }) => skipped === undefined);
  const passes = ASPECTS.map(
    (aspect) => run.filter(({ differences }) => differences[aspect].length === 0).length,
  );
  return [title, run.length, ...passes, verdicts.length - run.length].map(String);
}

function remarks({ name, skipped, differences }: Verdict): readonly string[] {
  if (skipped !== undefined) return [`skipped ${name}: ${skipped}`];
  return ASPECTS.flatMap((aspect) => differences[aspect].map((line) => `FAILED ${name}: ${aspect}: ${line}`));
}
