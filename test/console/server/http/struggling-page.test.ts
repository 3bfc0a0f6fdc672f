import { describe, expect, it } from '@jest/globals';
import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { sendLive } from '../../../../console/server/http/live.ts';
import { fakeContext } from '../support/fake-context.ts';
import { FakePage, VirtualIo } from '../support/virtual-time.ts';

describe('a page whose service fails', () => {
  /** Follows looks that a test settles. */
  async function open() {
    const { context } = await fakeContext();
    const io = new VirtualIo();
    const page = new FakePage();
    let struggle: Error | undefined;
    const looks: { resolve: (value: unknown) => void; reject: (error: Error) => void }[] = [];
    const sent = sendLive(
      {
        context: { ...context, io, struggles: { of: () => struggle } },
        query: new URLSearchParams(),
        body: undefined,
        request: new IncomingMessage(new Socket()),
        response: page.response,
      },
      1_000,
      () => new Promise((resolve, reject) => looks.push({ resolve, reject })),
    );
    const failing = (reason: string | null) => (struggle = reason === null ? undefined : new Error(reason));
    return { io, page, looks, sent, failing };
  }

  it('learns at once why a look takes long, once, and is told when all is well again', async () => {
    const { io, page, looks, sent, failing } = await open();
    await io.pass(2_000);
    expect(page.problems).toEqual([]);
    failing('throttled');
    await io.pass(600);
    expect(page.problems).toEqual(['throttled']);
    await io.pass(10_000);
    expect(page.problems).toEqual(['throttled']);

    failing(null);
    looks[0]?.resolve({ run: 1 });
    await io.pass(1_000);
    looks[1]?.resolve(undefined);
    await io.pass(1_000);
    failing('throttled');
    await io.pass(1_000);

    expect(page.messages).toEqual([{ run: 1 }]);
    expect(page.problems).toEqual(['throttled', 'throttled']);
    page.close();
    looks.at(-1)?.resolve(undefined);
    await sent;
  });

  it('is not told of a service that fails while its own look is answered', async () => {
    const { io, page, looks, sent, failing } = await open();
    failing('throttled');
    await io.pass(0);
    looks[0]?.resolve({});
    await io.pass(900);

    expect(page.problems).toEqual([]);
    page.close();
    await sent;
  });
});
