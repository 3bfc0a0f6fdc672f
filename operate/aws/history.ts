import {
  GetExecutionHistoryCommand,
  type HistoryEvent,
  paginateGetExecutionHistory,
} from '@aws-sdk/client-sfn';
import { omitUndefined } from '../../events/omit-undefined.ts';
import type { StepFunctions } from './step-functions.ts';

/** The largest page that GetExecutionHistory gives. */
export const PAGE_SIZE = 1000;

/** A whole history, oldest event first, page after page as it is asked for. */
export async function* historyOf(
  { client }: StepFunctions,
  executionArn: string,
  reverseOrder = false,
): AsyncGenerator<HistoryEvent> {
  const pages = paginateGetExecutionHistory({ client, pageSize: PAGE_SIZE }, { executionArn, reverseOrder });
  for await (const page of pages) yield* page.events ?? [];
}

/** A whole history in memory: at most 25,000 events. */
export async function readHistory(sfn: StepFunctions, executionArn: string): Promise<HistoryEvent[]> {
  const events: HistoryEvent[] = [];
  for await (const event of historyOf(sfn, executionArn)) events.push(event);
  return events;
}

/** Reads the whole history of an execution. */
export type HistoryReader = (executionArn: string) => Promise<readonly HistoryEvent[]>;

/** A reader that asks for each history once. */
export function historyReader(sfn: StepFunctions): HistoryReader {
  const known = new Map<string, Promise<HistoryEvent[]>>();
  return (executionArn) => {
    const history = known.get(executionArn) ?? readHistory(sfn, executionArn);
    known.set(executionArn, history);
    return history;
  };
}

/** How many of the newest events are asked for at a time to see what a history has gained. */
export const TAIL_SIZE = 100;

/**
 * Reads a history that still grows, one page a call, and no page twice.
 *
 * GetExecutionHistory gives no token for the end of a history, so what is added later cannot be asked for alone.
 * The follower reads forwards to the end once. From then on it asks for a few of the newest events, newest first,
 * and goes on backwards, a page a call, until it meets what it has: only the last of these pages can hold events
 * that are known already.
 */
export class HistoryFollower {
  /** The newest event that was handed out. */
  #lastId = 0;
  #reachedEnd = false;
  #nextToken: string | undefined;
  /** Newer than {@link #lastId}, newest first, with a gap before them as long as a token is left. */
  #pending: HistoryEvent[] = [];

  constructor(
    readonly sfn: StepFunctions,
    readonly executionArn: string,
  ) {}

  /** Whether the next page is known to hold more; false once all is read that there was. */
  get hasMore(): boolean {
    return !this.#reachedEnd || this.#nextToken !== undefined;
  }

  /** Reads one page and gives the events that follow those given so far, in order; none as long as there is a gap. */
  async next(): Promise<HistoryEvent[]> {
    const forwards = !this.#reachedEnd;
    const { events = [], nextToken } = await this.sfn.client.send(
      new GetExecutionHistoryCommand({
        executionArn: this.executionArn,
        // A token is good only for a request that is otherwise the same.
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
