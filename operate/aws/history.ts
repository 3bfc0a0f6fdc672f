import {
  GetExecutionHistoryCommand,
  type HistoryEvent,
  paginateGetExecutionHistory,
} from '@aws-sdk/client-sfn';
import { omitUndefined } from '../../events/omit-undefined.ts';
import type { StepFunctions } from './step-functions.ts';

/** The maximum page size of GetExecutionHistory. */
export const PAGE_SIZE = 1000;

/**
 * Reads a whole history, oldest event first. Pages are read as needed.
 * @example for await (const event of historyOf(sfn, executionArn)) printer.result(describeEvent(event))
 */
export async function* historyOf(
  { client }: StepFunctions,
  executionArn: string,
  reverseOrder = false,
): AsyncGenerator<HistoryEvent> {
  const pages = paginateGetExecutionHistory({ client, pageSize: PAGE_SIZE }, { executionArn, reverseOrder });
  for await (const page of pages) yield* page.events ?? [];
}

/**
 * Reads a whole history into memory: at most 25,000 events.
 * @example const { visits } = reduceHistory(await readHistory(sfn, executionArn))
 */
export async function readHistory(sfn: StepFunctions, executionArn: string): Promise<HistoryEvent[]> {
  const events: HistoryEvent[] = [];
  for await (const event of historyOf(sfn, executionArn)) events.push(event);
  return events;
}

/** Reads the whole history of an execution. */
export type HistoryReader = (executionArn: string) => Promise<readonly HistoryEvent[]>;

/**
 * Returns a reader that reads each history once.
 * @example const read = historyReader(sfn); const events = await read(executionArn)
 */
export function historyReader(sfn: StepFunctions): HistoryReader {
  const known = new Map<string, Promise<HistoryEvent[]>>();
  return (executionArn) => {
    const history = known.get(executionArn) ?? readHistory(sfn, executionArn);
    known.set(executionArn, history);
    return history;
  };
}

/** The page size when the newest events are read. */
export const TAIL_SIZE = 100;

/**
 * Reads a growing history, one page per call, and no page twice.
 *
 * GetExecutionHistory returns no token for the end of a history, so later events cannot be requested alone. The
 * follower reads forwards to the end once. From then on it requests the newest events and reads backwards until it
 * meets a known event. Only the last of these pages can contain known events.
 * @example const follower = new HistoryFollower(sfn, executionArn); events.push(...(await follower.next()))
 */
export class HistoryFollower {
  /** The id of the newest event that was returned. */
  #lastId = 0;
  #reachedEnd = false;
  #nextToken: string | undefined;
  /** Events after {@link #lastId}, newest first. There is a gap before them while a token is left. */
  #pending: HistoryEvent[] = [];

  constructor(
    readonly sfn: StepFunctions,
    readonly executionArn: string,
  ) {}

  /** True if another page is known to exist. */
  get hasMore(): boolean {
    return !this.#reachedEnd || this.#nextToken !== undefined;
  }

  /** Reads one page and returns the next events in order; none while there is a gap. */
  async next(): Promise<HistoryEvent[]> {
    const forwards = !this.#reachedEnd;
    const { events = [], nextToken } = await this.sfn.client.send(
      new GetExecutionHistoryCommand({
        executionArn: this.executionArn,
        // A token is valid only for a request that is otherwise the same.
        maxResults: forwards ? PAGE_SIZE : TAIL_SIZE,
        reverseOrder: !forwards,
        ...omitUndefined({ nextToken: this.#nextToken }),
      }),
    );
    return forwards ? this.#takeForwards(events, nextToken) : this.#takeBackwards(events, nextToken);
  }

  #takeForwards(events: HistoryEvent[], nextToken: string | undefined): HistoryEvent[] {
    this.#nextToken = nextToken;
    this.#reachedEnd = nextToken === undefined;
    return this.#handOut(events);
  }

  #takeBackwards(events: HistoryEvent[], nextToken: string | undefined): HistoryEvent[] {
    const fresh = events.filter(({ id = 0 }) => id > this.#lastId);
    this.#pending.push(...fresh);
    const metWhatIsKnown = fresh.length < events.length || (fresh.at(-1)?.id ?? 0) === this.#lastId + 1;
    this.#nextToken = metWhatIsKnown ? undefined : nextToken;
    if (this.#nextToken !== undefined) return [];
    const inOrder = this.#pending.reverse();
    this.#pending = [];
    return this.#handOut(inOrder);
  }

  #handOut(events: HistoryEvent[]): HistoryEvent[] {
    this.#lastId = events.at(-1)?.id ?? this.#lastId;
    return events;
  }
}
