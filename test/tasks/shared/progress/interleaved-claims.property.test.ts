import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { claimWindow } from '../../../../tasks/shared/progress/claim-window.ts';
import { inTurns } from '../../support/in-turns.ts';
import { memoryProgress, orUnavailable, type TableFault } from '../../support/memory-progress.ts';

const RUNS = ['arn:a', 'arn:b', 'arn:c', 'arn:d'];

it('is granted to one execution at a time, and to each in the end, for any interleaving of calls', async () => {
  const faults = fc.array(
    fc.constantFrom<(TableFault | undefined)[]>(undefined, 'throttled', 'answer lost', 'sent twice'),
    { maxLength: 12 },
  );
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), faults, async (scheduler, someFaults) => {
      const table = memoryProgress();
      const faultsLeft = [...someFaults];
      table.beforeCall = () => faultsLeft.shift();
      const turn = () => scheduler.schedule(Promise.resolve());
      const ended = new Set<string>();
      const isAtWork = async (executionArn: string) => {
        await turn();
        return !ended.has(executionArn);
      };
      const ports = { progress: inTurns(table, scheduler), executions: { isAtWork } };
      const granted: string[] = [];
      let atOnce = 0;
      let mostAtOnce = 0;

      /** Claims until it is granted, works for some turns and ends. */
      const run = async (executionArn: string) => {
        const claim = { feed: 'new_titles', item: 'claim', executionArn } as const;
        const claimedAt = '2026-11-24T06:00:03.250Z';
        while ((await orUnavailable(claimWindow({ ...claim, claimedAt }, ports))) !== null) await turn();
        granted.push(executionArn);
        mostAtOnce = Math.max(mostAtOnce, (atOnce += 1));
        await turn();
        await turn();
        atOnce -= 1;
        ended.add(executionArn);
      };
      await scheduler.waitFor(Promise.all(RUNS.map(run)));

      expect(mostAtOnce).toBe(1);
      expect([...granted].sort()).toEqual(RUNS);
      expect(table.item('new_titles', 'claim')).toMatchObject({ executionArn: granted.at(-1) });
    }),
    { numRuns: 200 },
  );
});
