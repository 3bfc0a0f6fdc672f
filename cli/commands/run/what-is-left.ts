import type { StreamEvent } from '../../../events/types.ts';
import { isError } from '../../../operate/native-error.ts';
import type { RunOutcome } from './outcome.ts';
import type { StartedRuntime } from './with-runtime.ts';

type Started = Pick<StartedRuntime, 'io' | 'view' | 'runtime' | 'readBack'>;

/**
 * Reads the stream back, which takes seconds after a large run. An interruption skips it.
 *
 * @param take receives each event @default nothing
 */
export async function readStreamBack(
  { io: { interrupted }, view, readBack }: Started,
  take?: (event: StreamEvent) => void,
): Promise<Pick<RunOutcome, 'stream' | 'streamError'>> {
  if (isAborted(interrupted)) return NOT_READ;
  const opened = await readBack;
  view.announce('Reading the stream back');
  try {
    return { stream: await opened.summarise(interrupted, take), streamError: undefined };
  } catch (error) {
    if (isAborted(interrupted)) return NOT_READ;
    return { stream: null, streamError: isError(error) ? error.message : String(error) };
  }
}

const NOT_READ = { stream: null, streamError: undefined };

/**
 * Lets the consumer read the rest of the stream. The returned function waits for it and returns the contents of its
 * catalogue; null without a consumer or after an interruption.
 */
export function waitForConsumer(started: Started): () => Promise<RunOutcome['catalogue']> {
  const consumed = catalogueAfter(started);
  consumed.catch(() => undefined);
  return () => {
    if (started.runtime.consumer !== null) started.view.announce('Waiting for the consumer');
    return consumed;
  };
}

async function catalogueAfter({
  runtime: { consumer },
  io: { interrupted },
}: Started): Promise<RunOutcome['catalogue']> {
  if (consumer === null || isAborted(interrupted)) return null;
  const interruption = new Promise<null>((resolve) => {
    interrupted.addEventListener('abort', () => resolve(null), { once: true });
  });
  const opened = await consumer;
  return Promise.race([opened.drain().then(() => opened.count()), interruption]);
}

function isAborted({ aborted }: AbortSignal): boolean {
  return aborted;
}
