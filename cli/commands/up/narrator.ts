import { counted } from '../../../operate/format/plural.ts';
import { PLAIN_NAMES } from '../../../workflow/names.ts';
import type { RunSummary } from '../../../events/types.ts';
import { conformsTo } from '../../../events/validate.ts';
import type { EngineObserver, ExecutionRecord } from '../../../local/stepfunctions/index.ts';
import { describeSweep } from '../../../operate/run/describe-sweep.ts';
import { isChildArn, nameOf } from '../../../workflow/arns.ts';
import { describeCorrection } from '../../progress/losses.ts';
import { WorkTimes } from './work-times.ts';
import { waitsForIn } from '../../../operate/run/waits-for.ts';

/** The state machines whose executions are reported. */
export interface NarratedMachines {
  readonly stateMachineArn: string;
  readonly redriverArn: string;
}

/** Prints a line for the start and the outcome of each run, and for each decision about a failed run. */
export class Narrator {
  readonly #tell: (line: string) => void;
  #machines: NarratedMachines | undefined;
  /** The run that each waiting run waits for, by the ARN of the waiting run. */
  readonly #waits = new Map<string, string>();
  readonly #work = new WorkTimes();

  /** @param tell prints one line */
  constructor(tell: (line: string) => void) {
    this.#tell = tell;
  }

  /** Begins to print. Earlier events come from the store of an earlier process. */
  begin(machines: NarratedMachines): void {
    this.#machines = machines;
  }

  readonly observer: EngineObserver = {
    onExecution: (record) => {
      this.#waits.delete(record.executionArn);
      const line = this.#lineFor(record);
      if (line !== undefined) this.#tell(line);
    },
    onEvent: (executionArn, { type, details }) => {
      if (type !== 'TaskSucceeded' || this.#machines === undefined) return;
      const waitsFor = waitsForIn(details.output);
      // The run looks every minute, so further looks are not printed.
      if (waitsFor === undefined || this.#waits.get(executionArn) === waitsFor) return;
      this.#waits.set(executionArn, waitsFor);
      this.#tell(`${nameOf(executionArn)} waits for ${waitsFor}, which is at work over the same window`);
    },
    onDefect: (executionArn, cause) => {
      // A defect that interrupts a child, such as a full disk, interrupts its parent as well.
      if (this.#machines === undefined || isChildArn(executionArn)) return;
      const reason = cause instanceof Error ? cause.message : String(cause);
      this.#tell(`${nameOf(executionArn)} was interrupted: ${reason}`);
    },
  };

  #lineFor(record: ExecutionRecord): string | undefined {
    // Children of a Map Run have a different state machine ARN.
    if (record.stateMachineArn === this.#machines?.stateMachineArn) {
      return lineOfRun(record, this.#work.note(record));
    }
    if (record.stateMachineArn === this.#machines?.redriverArn) return lineOfRedriver(record);
    return undefined;
  }
}

function lineOfRun(record: ExecutionRecord, took: string): string {
  const { name, status, redriveCount } = record;
  if (status === 'RUNNING') {
    return redriveCount === 0 ? `${name} started` : `${name} redriven, for the ${ordinal(redriveCount)} time`;
  }
  if (status === 'SUCCEEDED') return `${name} succeeded in ${took}: ${summaryOf(record)}`;
  if (status === 'ABORTED') return `${name} was stopped after ${took}`;
  const how = status === 'TIMED_OUT' ? 'timed out' : `failed with ${record.error ?? 'no error name'}`;
  return `${name} ${how} after ${took}: \`tvguide why ${name} --local\``;
}

/** Returns the line for a decision; none for its start, which follows the line of the failed run. */
function lineOfRedriver({ name, status, output, error, cause }: ExecutionRecord): string | undefined {
  if (status === 'RUNNING') return undefined;
  const decision = status === 'SUCCEEDED' ? decisionIn(output) : undefined;
  if (decision === undefined) {
    return `${PLAIN_NAMES.redriver}: ${name} ${status.toLowerCase()}: ${error ?? ''} ${cause ?? ''}`.trimEnd();
  }
  const { executionArn, outcome, because } = decision;
  const verdict = outcome === 'redriven' ? 'redrove' : 'left alone';
  return `${PLAIN_NAMES.redriver} ${verdict} ${nameOf(executionArn)}: ${because}`;
}

interface Decision {
  readonly executionArn: string;
  readonly outcome: string;
  readonly because: string;
}

function decisionIn(output: string | undefined): Decision | undefined {
  const decision = JSON.parse(output ?? '{}') as Partial<Decision>;
  const { executionArn, outcome, because } = decision;
  if (executionArn === undefined || outcome === undefined || because === undefined) return undefined;
  return { executionArn, outcome, because };
}

function summaryOf({ output = 'null' }: ExecutionRecord): string {
  const summary: unknown = JSON.parse(output);
  return conformsTo('RunSummary', summary) ? describe(summary) : output;
}

function describe(summary: RunSummary): string {
  const { discovered, published, skipped, deferred, rejected, plan } = summary;
  const sweep = summary.sweep ?? null;
  if (plan !== undefined) {
    if (sweep !== null) return `a plan of a sweep, for about ${counted(plan.credits, 'credit', 'credits')}`;
    return `a plan of ${counted(plan.titles, 'title', 'titles')}, for at most ${counted(plan.credits, 'credit', 'credits')}`;
  }
  const others = Object.entries({ skipped, deferred, rejected }).filter(([, count]) => count > 0);
  return [
    `${published} of ${counted(discovered, 'title', 'titles')} published${summary.dryRun ? ' in a dry run, so none is on the stream' : ''}`,
    ...others.map(([outcome, count]) => `${count} ${outcome}`),
    ...(sweep === null ? [] : [`a sweep of ${describeSweep(sweep, summary.dryRun)}`]),
    ...describeCorrection(summary),
  ].join(', ');
}

function ordinal(count: number): string {
  return ['first', 'second', 'third', 'fourth'][count - 1] ?? `${count}th`;
}
