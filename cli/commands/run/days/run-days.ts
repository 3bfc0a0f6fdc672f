import { DAY_MS, floorToSecond, formatInstant } from '../../../../events/instant.ts';
import { ShiftedClock } from '../../../../local/composition/shifted-clock.ts';
import { uniqueExecutionName } from '../../../../operate/executions/execution-name.ts';
import type { Io } from '../../../../operate/io.ts';
import { nameOf } from '../../../../workflow/arns.ts';
import { ExitCode } from '../../../exit-codes.ts';
import { explainEnding } from '../../../progress/explain-ending.ts';
import { namesOfEnding } from '../../../progress/names-of-ending.ts';
import { exitCodeOf, printNext } from '../../../progress/print-ending.ts';
import type { Printer } from '../../../render/printer.ts';
import type { LocalRuntimeOptions, RuntimePlan } from '../../../runtime/plan.ts';
import { namesOfTitles } from '../../../title-names.ts';
import { type Beginning, runToItsEnd } from '../execution.ts';
import { nextCommandsOf } from '../report.ts';
import { readStreamBack, waitForConsumer } from '../what-is-left.ts';
import { type StartedRuntime, withRuntime } from '../with-runtime.ts';
import { DayChanges } from './day-changes.ts';
import { type DaysOutcome, daysAsJson, daysFault, type SweptDay } from './outcome.ts';
import { describeDays } from './report.ts';

type Input = Readonly<Record<string, unknown>>;

/** A series of sweeps, one a day, with checked options. */
export interface PlannedDays {
  readonly days: number;
  readonly input: Input;
  readonly runtimeOptions: LocalRuntimeOptions;
  readonly plan: RuntimePlan;
  /** The moment of the call, by the monotonic clock of {@link Io}. */
  readonly calledAt: number;
}

/**
 * Sweeps once a day, on days of which the last one is now. No day is waited for: the clock of the stand-in, of Step
 * Functions and of the tasks is set back, and is a day later after each sweep. Ends at the first sweep that does not succeed.
 */
export function runDays(planned: PlannedDays, printer: Printer, io: Io): Promise<ExitCode> {
  const clock = new ShiftedClock((planned.days - 1) * DAY_MS);
  return withRuntime({ ...planned.plan, clock, beginsAnew: true }, printer, io, async (started) => {
    const swept = await sweepDays(planned, clock, started);
    const outcome = await outcomeOf(swept, planned, started);
    started.view.stop();
    const { ending, causes } = outcome;
    printer.json(daysAsJson(outcome));
    printer.result(describeDays(outcome, printer.style));
    printNext(ending, causes, nextCommandsOf(nameOf(ending.executionArn)), printer);
    if (io.interrupted.aborted) return ExitCode.Interrupted;
    const isSound = swept.every((day) => exitCodeOf(day.ending) === ExitCode.Success);
    return isSound && daysFault(outcome) === undefined ? ExitCode.Success : ExitCode.Failure;
  });
}

async function sweepDays(
  { days, input, runtimeOptions }: PlannedDays,
  clock: ShiftedClock,
  started: StartedRuntime,
): Promise<[SweptDay, ...SweptDay[]]> {
  const { io, runtime, view } = started;
  // The states of a sweep are not shown, but which one is running.
  const silent = {
    ...started,
    view: { announce: () => undefined, show: () => undefined, stop: () => undefined },
  };
  let credits = started.creditsBefore;
  const sweep = async (day: number): Promise<SweptDay> => {
    const startedAt = floorToSecond(clock.now());
    view.announce(`Sweep ${day} of ${days}, on ${formatInstant(startedAt).slice(0, 10)}`);
    const ending = await runToItsEnd(beginningAt(startedAt, input, runtimeOptions), silent);
    const before = credits;
    credits = await runtime.watchmode.creditsUsed().catch(() => null);
    const spent = before === null || credits === null ? null : credits - before;
    return { startedAt, ending, credits: spent ?? ending.summary?.creditsUsed ?? null };
  };
  const swept: [SweptDay, ...SweptDay[]] = [await sweep(1)];
  while (swept.length < days && swept.at(-1)?.ending.status === 'SUCCEEDED' && !io.interrupted.aborted) {
    clock.advance(DAY_MS);
    swept.push(await sweep(swept.length + 1));
  }
  return swept;
}

/** Returns the execution of a day, with the time at which a schedule would have started it. */
function beginningAt(startedAt: number, input: Input, settings: LocalRuntimeOptions): Beginning {
  const scheduled = input['scheduledTime'] === undefined ? {} : { scheduledTime: formatInstant(startedAt) };
  const ofDay = { ...input, ...scheduled };
  return { name: uniqueExecutionName(ofDay, startedAt), input: ofDay, settings };
}

async function outcomeOf(
  swept: readonly [SweptDay, ...SweptDay[]],
  { days, calledAt }: PlannedDays,
  started: StartedRuntime,
): Promise<DaysOutcome> {
  const { io, printer, runtime, sfn } = started;
  const { ending } = swept.at(-1) ?? swept[0];
  const causes = await explainEnding(sfn, ending, printer);
  const changes = new DayChanges(swept.map(({ startedAt }) => startedAt));
  const consumed = waitForConsumer(started);
  const found = await readStreamBack(started, (event) => changes.add(event));
  const catalogue = await consumed();
  const session = { sfn, io, printer };
  const gone = swept.flatMap((_, index) => changes.of(index).left.map(({ titleId }) => titleId));
  const unnamed = gone.filter((titleId) => !changes.names.has(titleId));
  const others = await namesOfTitles(session, unnamed, nameOf(ending.executionArn));
  return {
    ...found,
    ...{ wanted: days, swept, changes, catalogue, ending, causes },
    titleNames: new Map([...others, ...changes.names]),
    names: await namesOfEnding(session, ending, causes),
    streamName: runtime.streamName,
    elapsedMs: Math.round(io.monotonic() - calledAt),
  };
}
