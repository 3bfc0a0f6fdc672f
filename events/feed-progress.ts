import type { Watermark } from './types.ts';
import { formatViolations, violationsOf } from './validate.ts';
import * as validators from './validators.mjs';

/**
 * What is kept of a feed between its runs, and the text in which its parameter holds it: a JSON object such as
 * `{"watermark":"2026-11-24T06:00:00Z","deferred":["3173903 1795500003 2 U"]}`, the contract `Watermark`. An entry is a
 * title's ID, the second since which it waits, how many runs have deferred it, and the letter of its last error.
 */
export interface FeedProgress {
  /** How far the feed has been ingested, as `2026-11-24T06:00:00Z`; null before the first run over its open window. */
  readonly watermark: string | null;
  /** The titles that wait for the next run, those that have waited longest first. */
  readonly waiting: readonly WaitingTitle[];
}

/** A title that no run could have so far. */
export interface WaitingTitle {
  readonly titleId: number;
  /** When the first run that deferred it was started, as `2026-11-24T06:00:03Z`. */
  readonly since: string;
  /** How many runs have deferred it, 1 to {@link MAX_RUNS}. */
  readonly runs: number;
  /** The name of its last error, for example `Watchmode.Unavailable`. */
  readonly error: string;
}

/** How many deferred titles of a feed are kept between two runs. More are no matter of single titles. */
export const MAX_DEFERRED = 100;

/** How many runs an entry can count. */
export const MAX_RUNS = 99;

/** Before the first run of a feed, when it has no parameter. */
export const NO_PROGRESS: FeedProgress = { watermark: null, waiting: [] };

/** A text that is none of a feed's progress. `problem` is what is wrong with it, in words. */
export class CorruptProgress extends Error {
  override readonly name = 'CorruptProgress';

  constructor(
    readonly problem: string,
    options?: ErrorOptions,
  ) {
    super(`This is not what is kept of a feed: ${problem}`, options);
  }
}

/**
 * Reads the text of a feed's parameter.
 *
 * @throws CorruptProgress
 */
export function decodeProgress(text: string): FeedProgress {
  const stored = parse(text);
  const violations = violationsOf(validators.Watermark, stored);
  if (violations.length > 0) {
    const faults = formatViolations(violations.slice(0, 3));
    throw new CorruptProgress(
      `it must be such as {"watermark":"2026-11-24T06:00:00Z","deferred":[]}: ${faults}`,
    );
  }
  const { watermark, deferred } = stored as Watermark;
  if (watermark !== null && Number.isNaN(Date.parse(watermark))) {
    throw new CorruptProgress('its watermark is not a date');
  }
  return { watermark, waiting: deferred.map(decodeEntry) };
}

/** The text for a feed's parameter; with {@link MAX_DEFERRED} titles it stays below 3,000 of its 4,096 bytes. */
export function encodeProgress({ watermark, waiting }: FeedProgress): string {
  const stored: Watermark = { watermark, deferred: waiting.map(encodeEntry) };
  return JSON.stringify(stored);
}

/** A deferred title with its error as a batch names it, for example `3173903 U`. */
export function encodeNamed({ titleId, error }: Pick<WaitingTitle, 'titleId' | 'error'>): string {
  return `${titleId} ${LETTERS[error] ?? CRASH.letter}`;
}

/** The opposite of {@link encodeNamed}. */
export function decodeNamed(named: string): Pick<WaitingTitle, 'titleId' | 'error'> {
  const [titleId, letter] = named.split(' ');
  return { titleId: Number(titleId), error: errorOf(letter) };
}

/** The letters that stand for the errors for which titles are deferred, by the names that the state machine sees. */
const LETTERS: Readonly<Record<string, string>> = {
  'Watchmode.RateLimited': 'R',
  'Watchmode.Unavailable': 'U',
  'Watchmode.UnexpectedResponse': 'X',
  'States.Timeout': 'T',
  'Sandbox.Timedout': 'T',
};

/** A function that ended without an error of its own: it crashed, or ran out of memory. */
const CRASH = { letter: 'C', error: 'Lambda.Unknown' } as const;

function errorOf(letter: string | undefined): string {
  return Object.entries(LETTERS).find(([, known]) => known === letter)?.[0] ?? CRASH.error;
}

function encodeEntry({ titleId, since, runs, error }: WaitingTitle): string {
  const [, letter] = encodeNamed({ titleId, error }).split(' ');
  return `${titleId} ${Math.floor(Date.parse(since) / 1_000)} ${runs} ${letter}`;
}

function decodeEntry(entry: string): WaitingTitle {
  const [titleId, since, runs, letter] = entry.split(' ');
  return {
    titleId: Number(titleId),
    since: new Date(Number(since) * 1_000).toISOString().replace('.000Z', 'Z'),
    runs: Number(runs),
    error: errorOf(letter),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new CorruptProgress('it is not JSON', { cause });
  }
}
