import { describe, expect, it } from '@jest/globals';
import { Cancellation } from '../../../../local/stepfunctions/interpreter/cancellation.ts';
import { Interruption } from '../../../../local/stepfunctions/interpreter/interruption.ts';
import { Semaphore } from '../../../../local/stepfunctions/interpreter/semaphore.ts';

const never = new AbortController().signal;

describe('Semaphore', () => {
  it('grants released permits in FIFO order', async () => {
    const semaphore = new Semaphore(1);
    const order: string[] = [];
    expect(semaphore.acquire(never)).toBe(true);
    const waiting = ['first', 'second'].map(async (name) => {
      expect(await semaphore.acquire(never)).toBe(true);
      order.push(name);
      semaphore.release();
    });
    expect(order).toEqual([]);
    semaphore.release();
    await Promise.all(waiting);
    expect(order).toEqual(['first', 'second']);
    expect(semaphore.acquire(never)).toBe(true);
  });

  it.each([
    ['an AbortSignal', abortedBySignal],
    ['a Cancellation', abortedByCancellation],
  ])('skips a waiter that %s aborts', async (_name, abortable) => {
    const semaphore = new Semaphore(1);
    const { signal, abort } = abortable();
    expect(semaphore.acquire(never)).toBe(true);
    const left = semaphore.acquire(signal);
    const next = semaphore.acquire(never);
    abort();
    semaphore.release();
    expect(await left).toBe(false);
    expect(await next).toBe(true);
    expect(await semaphore.acquire(signal)).toBe(false);
  });
});

function abortedBySignal() {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort() };
}

function abortedByCancellation() {
  const signal = new Cancellation();
  return { signal, abort: () => signal.cancel(new Interruption('STOPPED')) };
}
