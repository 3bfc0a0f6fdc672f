import { pause } from '../../../operate/aws/pause.ts';
import { Interrupted } from '../../../operate/errors.ts';
import { isError } from '../../../operate/native-error.ts';
import type { Service } from '../explain.ts';
import type { ApiRequest } from './handler.ts';
import { RequestProblem } from './request.ts';

/** The time after which a page learns why a look takes so long, in milliseconds. */
const STRUGGLE_MS = 500;

/** Resolves to the changes since the last look; undefined if there are none. */
export type Look = () => Promise<unknown>;

/** The number of looks without a message after which a comment is sent, to keep the connection open. */
const HEARTBEAT_LOOKS = 30;

/** The errors of Step Functions about an execution or a Map Run that does not exist. */
const ABSENT = new Set(['ExecutionDoesNotExist', 'ResourceNotFound', 'InvalidArn']);
/** The number of looks after which something counts as absent. AWS may not know yet what was started just now. */
const LOOKS_FOR_ABSENT = 3;

/**
 * Sends the results of `look` as server-sent events until the page closes the connection: the first at once, the others
 * when something changes. If a look fails, the page receives the error, and the next look follows as usual. What does not
 * exist is refused, which ends the stream.
 *
 * While a look is repeated because a service fails, the page receives the reason.
 *
 * @param isBehind returns true if the next look must follow at once, because the last one did not send everything
 * @param service the service whose errors a look throws. @default 'Step Functions'
 */
export async function sendLive(
  { response, context }: ApiRequest,
  everyMs: number,
  look: Look,
  isBehind: () => boolean = () => false,
  service: Service = 'Step Functions',
): Promise<undefined> {
  const { io } = context;
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.flushHeaders();
  const signal = AbortSignal.any([gone.signal, io.interrupted]);
  const timer = { every: (...args: Parameters<typeof io.every>) => io.every(...args), interrupted: signal };
  let told: string | undefined;
  let absent = 0;
  const tell = (problem: string) => {
    if (problem !== told) response.write(`event: problem\ndata: ${JSON.stringify({ problem })}\n\n`);
    told = problem;
  };
  try {
    for (let looks = 1; !signal.aborted; looks += 1) {
      const stop = io.every(STRUGGLE_MS, () => {
        const struggle = context.struggles.of(service);
        if (struggle !== undefined) tell(context.explain(struggle, service));
      });
      try {
        const found = await look().finally(stop);
        if (found !== undefined) response.write(`event: update\ndata: ${JSON.stringify(found)}\n\n`);
        else if (told !== undefined) response.write('event: well\ndata: {}\n\n');
        else if (looks % HEARTBEAT_LOOKS === 0) response.write(': still here\n\n');
        told = undefined;
        absent = 0;
      } catch (error) {
        const problem = context.explain(error, service);
        absent = isError(error) && ABSENT.has(error.name) ? absent + 1 : 0;
        if (absent === LOOKS_FOR_ABSENT || error instanceof RequestProblem) {
          response.write(`event: refused\ndata: ${JSON.stringify({ problem })}\n\n`);
          break;
        }
        tell(problem);
      }
      // Other requests have their turn before a look that follows at once.
      await pause(timer, isBehind() ? 0 : everyMs);
    }
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
  } finally {
    response.end();
  }
}

/** Makes a look of a snapshot: it returns the snapshot only if it differs from the last one. */
export function ifChanged<Value>(read: () => Promise<Value>): () => Promise<Value | undefined> {
  let told = '';
  return async () => {
    const value = await read();
    const text = JSON.stringify(value);
    if (text === told) return undefined;
    told = text;
    return value;
  };
}
