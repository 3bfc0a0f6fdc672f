import type { RunSummary, StreamEvent } from '../events/types.ts';
import { summaryOf, type Ended } from './lab.ts';

/** A broken promise, described in one sentence. */
export type Violation = string;

/** Checks that every discovered title has an outcome. */
export function checkAccount({
  discovered,
  published,
  skipped,
  deferred,
  rejected,
}: RunSummary): Violation[] {
  const sum = published + skipped + deferred + rejected;
  return sum === discovered
    ? []
    : [`accounting: ${discovered} titles were discovered, and ${sum} have an outcome`];
}

/** Checks that an id has one content, and that one observation of a title has one id. */
export function checkIdentity(events: readonly StreamEvent[]): Violation[] {
  const contents = new Map<string, string>();
  const ids = new Map<string, string>();
  const violations: Violation[] = [];
  for (const { id, type, subject, time, data } of events) {
    const content = `${type} ${JSON.stringify(data)}`;
    // A title can leave two services at the same time.
    const place = type === 'tvguide.title.left' ? JSON.stringify(data) : '';
    const observation = `${type} ${subject} ${time} ${place}`;
    if ((contents.get(id) ?? content) !== content) violations.push(`identity: ${id} has two contents`);
    if ((ids.get(observation) ?? id) !== id)
      violations.push(`identity: one observation has ${id} and a different id`);
    contents.set(id, content);
    ids.set(observation, id);
  }
  return violations;
}

/** Checks the number of different titles on the stream. */
export function checkCatchUp(events: readonly StreamEvent[], wanted: number): Violation[] {
  const found = new Set(events.map(({ subject }) => subject)).size;
  return found === wanted ? [] : [`catch-up: ${found} titles are on the stream, and ${wanted} should be`];
}

/** Checks that no more credits were charged than were needed and lost. */
export function checkCredits(charged: number, allowed: number): Violation[] {
  return charged <= allowed ? [] : [`credits: ${charged} were charged, and at most ${allowed} are expected`];
}

/** Checks that a command printed neither a stack trace nor the key. */
export function checkWords({ stdout, stderr }: Ended, apiKey: string): Violation[] {
  const text = stdout + stderr;
  return [
    ...(/^\s+at .+:\d+:\d+\)?$/m.test(text) ? [`words: a stack trace: ${text.slice(0, 500)}`] : []),
    ...(text.includes(apiKey) ? ['words: the key was printed'] : []),
  ];
}

/** Checks that no file of the runs contains the key. */
export function checkSecrets(filesWithKey: readonly string[]): Violation[] {
  return filesWithKey.map((file) => `secrets: the key is in ${file}`);
}

/** Checks that the last start succeeded, and that every discovered title has an outcome. */
export function checkSuccess(endings: readonly Ended[]): Violation[] {
  const last = endings.at(-1);
  const summary = last === undefined ? undefined : summaryOf(last);
  if (summary !== undefined) return checkAccount(summary);
  return [`no run succeeded: ${last?.stderr.slice(-600) ?? ''}`];
}
