import type { Io } from '../io.ts';
import { pause } from './pause.ts';

/**
 * The refill rate of Step Functions in requests per second, by operation, in the Regions with the lowest quotas.
 * Operations that are not listed allow more than a command can request.
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

/** The part of an SDK client's middleware stack that is used. */
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
 * Limits a client to the refill rate of the service, per operation. A command that polls or pages then leaves the burst
 * quota to other users of the account.
 * @example if (!target.isLocal) pace(client, io)
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
