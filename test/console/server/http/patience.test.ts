import { describe, expect, it } from '@jest/globals';
import { patiently } from '../../../../console/server/http/patience.ts';
import { VirtualIo } from '../support/virtual-time.ts';

describe('the answer to a page', () => {
  const open = (method: string, headersSent = false) => {
    const io = new VirtualIo();
    let struggle: Error | undefined;
    let answer: (value: string) => void = () => undefined;
    const answered = patiently(
      {
        method,
        response: { headersSent },
        context: { io, struggles: { of: () => struggle }, explain: String },
      },
      () => new Promise<string>((resolve) => (answer = resolve)),
    );
    const settled = answered.catch((error: unknown) => error);
    return {
      io,
      settled,
      answer: (value: string) => answer(value),
      fail: (reason: string) => (struggle = new Error(reason)),
    };
  };

  it('is the reason why there is none after two seconds', async () => {
    const { io, settled, fail } = open('GET');
    fail('throttled');
    await io.pass(2_000);

    expect(await settled).toMatchObject({ name: 'RequestProblem', status: 503, message: 'Error: throttled' });
  });

  it.each([
    ['comes late without a failing service', 'GET', false, null],
    ['to a live page has begun', 'GET', true, 'throttled'],
    ['to a change is waited for', 'POST', false, 'throttled'],
  ])('%s', async (_, method, headersSent, reason) => {
    const { io, settled, answer, fail } = open(method, headersSent);
    if (reason !== null) fail(reason);
    await io.pass(60_000);
    answer('done');

    expect(await settled).toBe('done');
  });
});
