import { describe, expect, it } from '@jest/globals';
import type { TitleOutcome } from '../../../events/types.ts';
import type { TaskCall, TaskOutcome } from '../../../local/stepfunctions/index.ts';
import { allStates } from '../../../workflow/definition.ts';
import { titleIngestion } from '../../../workflow/title-ingestion.ts';
import { fail, fetched, WorkflowHarness, summaryOf, titleOf } from './support/workflow-harness.ts';

/** A title of the batch in which a state fails, one of three batches of ten. */
const TITLE_OF_SECOND_BATCH = 14;
/** A title without an answer until Check Watchmode has run. */
const UNANSWERED = 17;
/** A title whose answer breaks the schema. */
const NONSENSE = 16;

/** States that only a sweep enters; its own tests redrive them. */
const OF_SWEEPS = ['Refresh reference data', 'Save sweep'];

const TASK_STATES = allStates(titleIngestion)
  .filter(([name, { Type }]) => Type === 'Task' && !OF_SWEEPS.includes(name))
  .map(([name]) => name);

/** Describes a task so that two tasks of one state differ. */
function describeTask({ stateName, arguments: text }: TaskCall): string {
  const { Payload } = JSON.parse(text) as {
    Payload?: { titleId?: number; outcomes?: readonly TitleOutcome[] };
  };
  const titles = Payload?.outcomes?.map(({ titleId }) => titleId) ?? Payload?.titleId;
  return titles === undefined ? stateName : `${stateName}: ${String(titles)}`;
}

/** Returns true if a task belongs to the second batch or to no batch. */
function isOfSecondBatch(call: TaskCall): boolean {
  const titles = /: (.+)$/.exec(describeTask(call))?.[1]?.split(',');
  return titles?.includes(String(TITLE_OF_SECOND_BATCH)) ?? true;
}

/** Returns the final items of the table without times, which are later in a redriven run. */
function itemsOf(harness: WorkflowHarness) {
  return harness.progress.items().map((item) => ({ ...item, deferredAt: null, claimedAt: null }));
}

/**
 * A run in which every Task state takes part: 25 titles in three batches. One title has no answer at first, and one has
 * an invalid response. One state fails permanently until it is repaired.
 */
async function run(broken?: { readonly state: string; readonly error: string }) {
  const done: string[] = [];
  const failed: string[] = [];
  let isBroken = broken !== undefined;
  let isWatchmodeChecked = false;
  const carriedOut = (call: TaskCall, outcome: TaskOutcome) => {
    // Ignores the attempts of the title without an answer.
    if (outcome.status === 'SUCCEEDED') done.push(describeTask(call));
    return outcome;
  };
  const harness: WorkflowHarness = new WorkflowHarness({
    titles: 25,
    fetch: (payload) => {
      const titleId = titleOf(payload);
      if (titleId === UNANSWERED && !isWatchmodeChecked)
        fail('Watchmode.Unavailable', 'Watchmode answers 500');
      if (titleId === NONSENSE) fail('Watchmode.UnexpectedResponse', '/id must be integer');
      return fetched(titleId, harness.clock.now());
    },
    check: () => {
      isWatchmodeChecked = true;
      return { checkedAt: new Date(harness.clock.now()).toISOString(), creditsUsed: 0 };
    },
    around: async (call, carryOut) => {
      if (!isBroken || call.stateName !== broken?.state || !isOfSecondBatch(call)) {
        return carriedOut(call, await carryOut());
      }
      failed.push(describeTask(call));
      return { status: 'FAILED', error: broken.error, cause: 'told to fail' };
    },
  });
  const { executionArn } = await harness.start('own');
  const first = await harness.engine.whenEnded(executionArn);
  isBroken = false;
  const doneBefore = done.length;
  const last = first.status === 'FAILED' ? await harness.redrive(executionArn) : first;
  return { first, last, failed, done, doneAfter: done.slice(doneBefore), items: itemsOf(harness) };
}

describe('a redrive', () => {
  it.each<[state: string, error: string, attempts: number]>([
    // Calls to AWS itself are retried after every error; a function says if a retry can help.
    ['List new titles', 'Watchmode.Unauthorized', 1],
    ['Fetch title details', 'Watchmode.Unauthorized', 1],
    ['Check Watchmode', 'Watchmode.Unauthorized', 1],
    ['Publish titles', 'ConfigurationError', 1],
    ['Advance watermark', 'DynamoDB.InternalServerErrorException', 6],
  ])(
    'of a run that failed in %s with %s begins there, and does nothing twice',
    async (state, error, attempts) => {
      const undisturbed = await run();
      const disturbed = await run({ state, error });

      expect([disturbed.first.status, disturbed.last.status]).toEqual(['FAILED', 'SUCCEEDED']);
      expect(disturbed.last.redriveCount).toBe(1);
      expect(disturbed.failed).toHaveLength(attempts);
      expect(disturbed.doneAfter[0]).toBe(disturbed.failed[0]);
      expect([...disturbed.done].sort()).toEqual([...undisturbed.done].sort());
      expect(summaryOf(disturbed.last)).toEqual(summaryOf(undisturbed.last));
      expect(summaryOf(disturbed.last)).toMatchObject({ discovered: 25, published: 24, deferred: 1 });
      expect(disturbed.items).toEqual(undisturbed.items);
    },
  );

  it('is tried from every Task state', async () => {
    const { done } = await run();

    expect(new Set(done.map((task) => task.split(':')[0]))).toEqual(new Set(TASK_STATES));
    const fetches = done.filter((task) => task.startsWith('Fetch title details'));
    expect([fetches.length, new Set(fetches).size]).toEqual([24, 24]);
  });
});
