import type { DeferredTitle, Watermark } from './types.ts';

/** How many deferred titles of a feed are kept between two runs. More are no matter of single titles. */
export const MAX_DEFERRED = 100;

/** The letters that stand for errors where there is no room for names, by the names that the state machine sees. */
const LETTERS: Readonly<Record<string, string>> = {
  'Watchmode.RateLimited': 'R',
  'Watchmode.Unavailable': 'U',
  'Watchmode.UnexpectedResponse': 'X',
  'States.Timeout': 'T',
  'Sandbox.Timedout': 'T',
};

/** A function that ended without an error of its own: it crashed, or ran out of memory. */
const CRASH = { letter: 'C', name: 'Lambda.Unknown' } as const;

/** A deferred title with the name of its last error. */
export interface WaitingTitle extends DeferredTitle {
  readonly error: string;
}

/** The letter for an error that deferred a title. */
export function errorLetter(error: string): string {
  return LETTERS[error] ?? CRASH.letter;
}

/** The deferred titles that a feed's parameter holds, in its order. */
export function waitingTitles({ deferred }: Pick<Watermark, 'deferred'>): WaitingTitle[] {
  return deferred.map((entry) => {
    const [titleId, since, runs, letter] = entry.split(' ');
    return {
      titleId: Number(titleId),
      since: new Date(Number(since) * 1_000).toISOString().replace('.000Z', 'Z'),
      runs: Number(runs),
      error: Object.entries(LETTERS).find(([, known]) => known === letter)?.[0] ?? CRASH.name,
    };
  });
}
