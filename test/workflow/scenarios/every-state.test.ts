import { describe, expect, it } from '@jest/globals';
import { allStates } from '../../../workflow/definition.ts';
import { redriver } from '../../../workflow/redrive-failed-run.ts';
import { titleIngestion } from '../../../workflow/title-ingestion.ts';
import { HealStage } from './support/heal-stage.ts';
import { fail, fetched, Stage, titleOf } from './support/stage.ts';

const sorted = (names: Iterable<string>) => [...new Set(names)].sort();

describe('every state', () => {
  it('of title-ingestion is entered: by a run with a title without an answer, and one that waits for it', async () => {
    let isChecked = false;
    const stage: Stage = new Stage({
      fetch: async (payload, { signal }) => {
        await stage.clock.sleep(1_000, signal);
        return titleOf(payload) === 1 && !isChecked
          ? fail('Watchmode.Unavailable', 'Watchmode answers 500')
          : fetched(titleOf(payload), stage.clock.now());
      },
      check: () => {
        isChecked = true;
        return { checkedAt: new Date(stage.clock.now()).toISOString(), creditsUsed: 0 };
      },
    });
    const runs = [await stage.start('first'), await stage.start('second')];
    await Promise.all(runs.map(({ executionArn }) => stage.engine.whenEnded(executionArn)));

    const children = await Promise.all(runs.map(({ executionArn }) => stage.children(executionArn)));
    const entered = [...runs, ...children.flat()].map(({ executionArn }) =>
      stage.statesEntered(executionArn),
    );
    expect(sorted((await Promise.all(entered)).flat())).toEqual(
      sorted(allStates(titleIngestion).map(([name]) => name)),
    );
  });

  it('of redrive-failed-run is entered: by the redrive of a run that failed', async () => {
    const stage = new HealStage();
    stage.errors = { list: 'Watchmode.Unavailable' };

    const states = await stage.states(await stage.heal(await stage.ingest()));

    expect(sorted(states)).toEqual(sorted(allStates(redriver).map(([name]) => name)));
  });
});
