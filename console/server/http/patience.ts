import type { ServerResponse } from 'node:http';
import type { ConsoleContext } from '../context.ts';
import { RequestProblem } from './request.ts';

/** The time after which a page learns why there is no answer yet, in milliseconds. */
const PATIENCE_MS = 2_000;

/** The services that answers wait for. The time for the stream is limited already. */
const SERVICES = ['Step Functions', 'DynamoDB'] as const;

/** A request that is being answered. */
interface Pending {
  readonly method: string;
  readonly response: Pick<ServerResponse, 'headersSent'>;
  readonly context: Pick<ConsoleContext, 'io' | 'struggles' | 'explain'>;
}

/**
 * Resolves to the answer of a handler. A page that reads, and that waits because a service fails, receives the
 * reason instead; the answer is in the caches when the page asks again. A change is waited for to its end.
 *
 * @throws RequestProblem with the reason
 */
export async function patiently<Value>(
  { method, response, context }: Pending,
  answer: () => Promise<Value>,
): Promise<Value> {
  const answering = answer();
  if (method !== 'GET') return answering;
  let stop: (() => void) | undefined;
  const giveUp = new Promise<never>((_, reject) => {
    stop = context.io.every(PATIENCE_MS, () => {
      const { struggles } = context;
      const service = SERVICES.find((each) => struggles.of(each) !== undefined);
      // A live page has its headers already, and receives the reason as a message.
      if (service !== undefined && !response.headersSent)
        reject(new RequestProblem(503, context.explain(struggles.of(service), service)));
    });
  });
  return Promise.race([answering, giveUp]).finally(() => stop?.());
}
