import { describe, expect, it } from '@jest/globals';
import type { ClaimItem } from '../../../../events/types.ts';
import { claimWindow } from '../../../../tasks/shared/progress/claim-window.ts';
import { memoryProgress, type TableFault } from '../../support/memory-progress.ts';

const claimOf = (executionArn: string, claimedAt = '2026-11-24T06:00:03.250Z'): ClaimItem => ({
  feed: 'new_titles',
  item: 'claim',
  executionArn,
  claimedAt,
});
const OWN = claimOf('arn:own', '2026-11-24T07:00:00.000Z');

/** Claims the window while some executions are working. */
function claiming(progress = memoryProgress(), atWork: readonly string[] = []) {
  const asked: string[] = [];
  const executions = {
    isAtWork(executionArn: string) {
      asked.push(executionArn);
      return Promise.resolve(atWork.includes(executionArn));
    },
  };
  return { claimed: claimWindow(OWN, { progress, executions }), progress, asked };
}

const stored = (progress: ReturnType<typeof memoryProgress>) => progress.item('new_titles', 'claim');

describe('a claim of the open window', () => {
  it('is granted if there is no claim', async () => {
    const { claimed, progress, asked } = claiming();

    expect(await claimed).toBeNull();
    expect(stored(progress)).toEqual(OWN);
    expect(asked).toEqual([]);
  });

  it('is granted again to the execution that has it, which keeps the time of its first claim', async () => {
    const first = claimOf('arn:own', '2026-11-24T06:00:00.000Z');
    const { claimed, progress, asked } = claiming(memoryProgress(first), ['arn:own']);

    expect(await claimed).toBeNull();
    expect(stored(progress)).toEqual(first);
    expect(asked).toEqual([]);
  });

  it('is not granted while its holder is working', async () => {
    const { claimed, progress, asked } = claiming(memoryProgress(claimOf('arn:other')), ['arn:other']);

    expect(await claimed).toEqual(claimOf('arn:other'));
    expect(stored(progress)).toEqual(claimOf('arn:other'));
    expect(asked).toEqual(['arn:other']);
  });

  it('is granted when its holder is no longer working', async () => {
    const { claimed, progress } = claiming(memoryProgress(claimOf('arn:other')));

    expect(await claimed).toBeNull();
    expect(stored(progress)).toEqual(OWN);
  });

  it('is of one feed alone', async () => {
    const other: ClaimItem = { ...claimOf('arn:other'), feed: 'releases' };
    const { claimed, progress } = claiming(memoryProgress(other), ['arn:other']);

    expect(await claimed).toBeNull();
    expect(progress.items()).toEqual([OWN, other]);
  });

  it('is read again when another execution is faster, and then waits for that one', async () => {
    const progress = memoryProgress();
    let isFirst = true;
    progress.beforeCall = ({ operation }) => {
      if (operation === 'put' && isFirst) {
        isFirst = false;
        progress.set(claimOf('arn:faster'));
      }
      return undefined;
    };
    const { claimed } = claiming(progress, ['arn:faster']);

    expect(await claimed).toEqual(claimOf('arn:faster'));
    expect(stored(progress)).toEqual(claimOf('arn:faster'));
  });

  it('is granted when the answer to its write was lost and the client sent it again', async () => {
    const progress = memoryProgress(claimOf('arn:other'));
    const faults: TableFault[] = ['sent twice'];
    progress.beforeCall = ({ operation }) => (operation === 'put' ? faults.shift() : undefined);

    expect(await claiming(progress).claimed).toBeNull();
    expect(stored(progress)).toEqual(OWN);
  });

  it('gives up when the claim has changed five times', async () => {
    const progress = memoryProgress();
    let changes = 0;
    progress.beforeCall = ({ operation }) => {
      if (operation === 'put') progress.set(claimOf(`arn:other-${(changes += 1)}`));
      return undefined;
    };

    await expect(claiming(progress).claimed).rejects.toMatchObject({
      name: 'Progress.Unavailable',
      request: 'claim of new_titles',
    });
    expect(changes).toBe(5);
  });

  it('is granted at the fifth attempt', async () => {
    const progress = memoryProgress();
    let changes = 0;
    progress.beforeCall = ({ operation }) => {
      if (operation === 'put' && changes < 4) progress.set(claimOf(`arn:other-${(changes += 1)}`));
      return undefined;
    };

    expect(await claiming(progress).claimed).toBeNull();
    expect(stored(progress)).toEqual(OWN);
  });

  it('fails with the table, and is granted on the next attempt', async () => {
    const progress = memoryProgress();
    const faults: (TableFault | undefined)[] = ['throttled', undefined, 'answer lost'];
    progress.beforeCall = () => faults.shift();

    await expect(claiming(progress).claimed).rejects.toMatchObject({ name: 'Progress.Unavailable' });
    expect(stored(progress)).toBeUndefined();
    await expect(claiming(progress).claimed).rejects.toMatchObject({ name: 'Progress.Unavailable' });
    expect(await claiming(progress).claimed).toBeNull();
    expect(stored(progress)).toEqual(OWN);
  });
});
