import { describe, expect, it } from '@jest/globals';
import type { TitleOutcome } from '../../../events/types.ts';
import type { TaskCall, TaskOutcome } from '../../../local/interpreter/ports.ts';
import { allStates } from '../../../workflow/definition.ts';
import { titleIngestion } from '../../../workflow/title-ingestion.ts';
import { fail, fetched, Stage, summaryOf, titleOf } from './stage.ts';

/** Which of three batches of ten a broken state belongs to, by a title of it. */
const TITLE_OF_SECOND_BATCH = 14;
/** A title without an answer until somebody has asked whether Watchmode answers. */
const UNANSWERED = 17;

const TASK_STATES = allStates(titleIngestion)
  .filter(([, { Type }]) => Type === 'Task')
  .map(([name]) => name);

/** What a task is asked to do, in words that tell two tasks of one state apart. */
function describeTask({ stateName, arguments: text }: TaskCall): string {
  const { Payload } = JSON.parse(text) as {
    Payload?: { titleId?: number; outcomes?: readonly TitleOutcome[] };
  };
  const titles = Payload?.outcomes?.map(({ titleId }) => titleId) ?? Payload?.titleId;
  return titles === undefined ? stateName : `${stateName}: ${String(titles)}`;
}

/** Whether a task belongs to the second batch, or to no batch. */
function isOfSecondBatch(call: TaskCall): boolean {
  const titles = /: (.+)$/.exec(describeTask(call))?.[1]?.split(',');
  return titles?.includes(String(TITLE_OF_SECOND_BATCH)) ?? true;
}

/**
 * A run in which every Task state takes part: 25 titles in three batches, one title without an answer at first, and
 * another run that is at work. One state of it fails for good, until it is mended.
 */
async function run(broken?: { readonly state: string; readonly error: string }) {
  const done: string[] = [];
  const failed: string[] = [];
  let isBroken = broken !== undefined;
  let isWatchmodeChecked = false;
  let ownArn = '';
  const carriedOut = (call: TaskCall, outcome: TaskOutcome) => {
    // The attempts of the title without an answer, and a parameter that is not there, are no matter of this.
    if (outcome.status === 'SUCCEEDED' || outcome.error === 'Ssm.ParameterNotFoundException') {
      done.push(describeTask(call));
    }
    return outcome;
  };
  const stage: Stage = new Stage({
    titles: 25,
    fetch: (payload) =>
      titleOf(payload) === UNANSWERED && !isWatchmodeChecked
        ? fail('Watchmode.Unavailable', 'Watchmode answers 500')
        : fetched(titleOf(payload), stage.clock.now()),
    check: () => {
      isWatchmodeChecked = true;
      return { checkedAt: new Date(stage.clock.now()).toISOString(), creditsUsed: 0 };
    },
    around: async (call, carryOut) => {
      if (ownArn === '') {
        // The other run stays in its listing for as long as this test looks.
        if (call.stateName === 'List new titles') await stage.clock.sleep(800_000, call.signal);
        return carryOut();
      }
      if (!isBroken || call.stateName !== broken?.state || !isOfSecondBatch(call)) {
        return carriedOut(call, await carryOut());
      }
      failed.push(describeTask(call));
      return { status: 'FAILED', error: broken.error, cause: 'told to fail' };
    },
  });
  const other = await stage.start('other', { feed: 'releases' });
  await stage.clock.sleep(1_000, new AbortController().signal);
  ownArn = (await stage.start('own')).executionArn;
  const first = await stage.engine.whenEnded(ownArn);
  isBroken = false;
  const doneBefore = done.length;
  const last = first.status === 'FAILED' ? await stage.redrive(ownArn) : first;
  await stage.engine.stopExecution({ executionArn: other.executionArn });
  return { first, last, failed, done, doneAfter: done.slice(doneBefore), stored: stage.stored };
}

describe('a redrive', () => {
  it.each<[state: string, error: string, attempts: number]>([
    // What is asked of AWS itself is tried again whatever is wrong; a function says whether that can help.
    ['Find other runs', 'Sfn.SfnException', 6],
    ['Look at another run', 'Sfn.SfnException', 6],
    ['Read watermark', 'Ssm.SsmException', 6],
    ['List new titles', 'Watchmode.Unauthorized', 1],
    ['Fetch title details', 'Watchmode.Unauthorized', 1],
    ['Check Watchmode', 'Watchmode.Unauthorized', 1],
    ['Publish titles', 'ConfigurationError', 1],
    ['Reread watermark', 'Ssm.SsmException', 6],
    ['Settle deferred titles', 'ConfigurationError', 1],
    ['Advance watermark', 'Ssm.SsmException', 6],
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
      expect(summaryOf(disturbed.last)).toMatchObject({ discovered: 25, published: 25, deferred: 0 });
      expect(disturbed.stored).toEqual(undisturbed.stored);
    },
  );

  it('is tried from every Task state', async () => {
    const { done } = await run();

    expect(new Set(done.map((task) => task.split(':')[0]))).toEqual(new Set(TASK_STATES));
    const fetches = done.filter((task) => task.startsWith('Fetch title details'));
    expect([fetches.length, new Set(fetches).size]).toEqual([25, 25]);
  });
});
