import type { ExecutionRecord } from '../../local/interpreter/records.ts';
import { summaryOf } from '../workflow/scenarios/stage.ts';
import type { RunSummary } from '../../events/types.ts';
import type { PlannedRun, Scenario } from './random-world.ts';
import { ORIGIN, World } from './world.ts';

const MINUTE_MS = 60_000;
const DAY_MINUTES = 24 * 60;

/** What came of a scenario. */
export interface Played {
  readonly world: World;
  /** Every execution as it ended last, in the order of the starts. */
  readonly executions: readonly ExecutionRecord[];
  /** Summaries of those that succeeded. */
  readonly summaries: readonly RunSummary[];
  /** How often an execution ended without success, redrives counted. */
  readonly failures: number;
}

/** Plays a scenario to its end: its runs, then a run a day until nothing is left for another to do. */
export async function play(scenario: Scenario): Promise<Played> {
  const world = new World(scenario);
  const arns: string[] = [];
  let failures = 0;
  const follow = async (name: string, scheduledTime: number, plan: PlannedRun) => {
    const { executionArn } = await world.start(name, {
      source: 'schedule',
      scheduledTime: new Date(scheduledTime).toISOString(),
    });
    arns.push(executionArn);
    if (plan.stopAfterMinutes !== null) void stopLater(world, executionArn, plan.stopAfterMinutes);
    let record = await world.engine.whenEnded(executionArn);
    for (const minutes of plan.redriveAfterMinutes) {
      if (record.status === 'SUCCEEDED') break;
      failures += 1;
      await pause(world, minutes);
      record = await world.redrive(executionArn);
    }
    if (record.status !== 'SUCCEEDED') failures += 1;
  };
  const startAt = async (day: number, plan: PlannedRun) => {
    await world.reach(day * DAY_MINUTES);
    const now = ORIGIN + day * DAY_MINUTES * MINUTE_MS;
    const twin = async () => {
      await pause(world, 1 / 60);
      await follow(`day-${day}-twin`, now, { ...plan, stopAfterMinutes: null });
    };
    await Promise.all([follow(`day-${day}`, now, plan), ...(plan.hasTwin ? [twin()] : [])]);
  };
  for (const [day, plan] of scenario.runs.entries()) await startAt(day, plan);
  // By then every outage is over, every title is listed, and a title that stays broken is rejected for good.
  const quiet = { hasTwin: false, stopAfterMinutes: null, redriveAfterMinutes: [0, 0, 0] };
  for (let day = 4; day <= 5 + scenario.maxDeferrals; day += 1) {
    await startAt(day, quiet);
    if (isDone(world, day)) break;
  }
  const executions = await Promise.all(
    arns.map(async (arn) => (await world.engine.describeExecution(arn)).record),
  );
  const succeeded = executions.filter(({ status }) => status === 'SUCCEEDED');
  return { world, executions, summaries: succeeded.map(summaryOf), failures };
}

/** Whether a run on a later day would find nothing to do: all is listed, and no title waits. */
function isDone({ stored }: World, day: number): boolean {
  const listedUntil = Date.parse(stored?.watermark ?? '');
  return stored?.deferred.length === 0 && listedUntil >= ORIGIN + day * DAY_MINUTES * MINUTE_MS;
}

function pause(world: World, minutes: number): Promise<void> {
  return world.clock.sleep(minutes * MINUTE_MS);
}

async function stopLater(world: World, executionArn: string, minutes: number): Promise<void> {
  await pause(world, minutes);
  const { record } = await world.engine.describeExecution(executionArn);
  if (record.status === 'RUNNING') await world.engine.stopExecution({ executionArn });
}
