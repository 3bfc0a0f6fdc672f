import type { Io } from '../io.ts';
import { pause } from './pause.ts';

/**
 * How many requests a second Step Functions gives back to an account in its smallest Regions, by operation.
 * Operations that are not listed allow more than a command can ask for.
 *
 * @see {@link https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html}
 */
const REFILL_PER_SECOND: Readonly<Record<string, number>> = {
  DescribeExecutionCommand: 10,
  DescribeMapRunCommand: 1,
  DescribeStateMachineForExecutionCommand: 1,
  GetExecutionHistoryCommand: 20,
  ListExecutionsCommand: 2,
  ListMapRunsCommand: 1,
  ListStateMachinesCommand: 5,
  TestStateCommand: 10,
};

/** What is used of an SDK client's middleware stack. */
interface PacedClient {
  readonly middlewareStack: {
    add(
      middleware: <Args, Result>(
        next: (args: Args) => Promise<Result>,
        context: { commandName?: string },
      ) => (args: Args) => Promise<Result>,
      options: { step: 'initialize'; name: string },
    ): void;
  };
}

/**
 * Keeps a client from asking faster than the service refills: requests of one operation start at least that far
 * apart, so that a command which polls or pages never takes what other users of the account need.
 */
export function pace(client: PacedClient, io: Pick<Io, 'monotonic' | 'every' | 'interrupted'>): void {
  const free = new Map<string, number>();
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        const refill = REFILL_PER_SECOND[commandName];
        if (refill !== undefined) {
          const now = io.monotonic();
          const at = Math.max(now, free.get(commandName) ?? now);
          free.set(commandName, at + 1000 / refill);
          if (at > now) await pause(io, at - now);
        }
        return next(args);
      },
    { step: 'initialize', name: 'keepBelowRefillRate' },
  );
}
