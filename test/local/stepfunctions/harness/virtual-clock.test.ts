import { describe, expect, it } from '@jest/globals';
import { virtualClock } from '../../../../local/stepfunctions/testing.ts';
import { settled } from '../../../support/settled.ts';

const never = new AbortController().signal;

describe('VirtualClock', () => {
  it('jumps from timer to timer, in order', async () => {
    const clock = virtualClock(0);
    const woken: [string, number][] = [];
    const sleep = async (name: string, ms: number): Promise<void> => {
      await clock.sleep(ms, never);
      woken.push([name, clock.now()]);
    };
    await Promise.all([sleep('b', 5000), sleep('a', 1000), sleep('c', 5000), sleep('now', 0)]);
    expect(woken).toEqual([
      ['now', 0],
      ['a', 1000],
      ['b', 5000],
      ['c', 5000],
    ]);
  });

  it('removes a timer when its signal aborts', async () => {
    const clock = virtualClock(0);
    const controller = new AbortController();
    const aborted = clock.sleep(1000, controller.signal);
    const other = clock.sleep(2000, never);
    controller.abort(new Error('enough'));
    await expect(aborted).rejects.toThrow('enough');
    await other;
    expect(clock.now()).toBe(2000);
    await expect(clock.sleep(1, controller.signal)).rejects.toThrow('enough');
  });

  it('stands still while work is held', async () => {
    const clock = virtualClock(0);
    let finish: (value: number) => void = () => undefined;
    const held = clock.hold(new Promise<number>((resolve) => (finish = resolve)));
    const slept = clock.sleep(1000, never);
    await settled();
    expect(clock.now()).toBe(0);
    finish(7);
    expect(await held).toBe(7);
    await slept;
    expect(clock.now()).toBe(1000);
  });
});
