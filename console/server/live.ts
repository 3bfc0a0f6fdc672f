import type { ServerResponse } from 'node:http';
import { pause } from '../../operate/aws/pause.ts';
import type { Io } from '../../operate/io.ts';
import { Interrupted } from '../../operate/errors.ts';

/** Gives what has changed since it was asked last; undefined when nothing has. */
export type Look = () => Promise<unknown>;

/** A comment now and then keeps the connection from looking dead. */
const HEARTBEAT_LOOKS = 30;

/**
 * Sends what `look` finds as server-sent events until the page goes away: one at once, then one whenever something
 * has changed. A look that fails is told to the page, and is tried again.
 *
 * @param isBehind whether the next look should follow at once, since the last one has not told all
 */
export async function sendLive(
  response: ServerResponse,
  io: Pick<Io, 'every' | 'interrupted'>,
  everyMs: number,
  look: Look,
  explain: (error: unknown) => string,
  isBehind: () => boolean = () => false,
): Promise<void> {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.flushHeaders();
  const signal = AbortSignal.any([gone.signal, io.interrupted]);
  const timer = { every: (...args: Parameters<Io['every']>) => io.every(...args), interrupted: signal };
  let told: string | undefined;
  try {
    for (let looks = 1; !signal.aborted; looks += 1) {
      try {
        const found = await look();
        if (found !== undefined) response.write(`event: update\ndata: ${JSON.stringify(found)}\n\n`);
        else if (told !== undefined) response.write('event: well\ndata: {}\n\n');
        else if (looks % HEARTBEAT_LOOKS === 0) response.write(': still here\n\n');
        told = undefined;
      } catch (error) {
        const problem = explain(error);
        if (problem !== told) response.write(`event: problem\ndata: ${JSON.stringify({ problem })}\n\n`);
        told = problem;
      }
      if (!isBehind()) await pause(timer, everyMs);
    }
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
  } finally {
    response.end();
  }
}
