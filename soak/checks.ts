import type { RunSummary, StreamEvent } from '../events/types.ts';
import { summaryOf, type Ended } from './lab.ts';

/** A promise that was broken, in a sentence. */
export type Violation = string;

/** Accounting: every title that was found became something. */
export function checkAccount({
  discovered,
  published,
  skipped,
  deferred,
  rejected,
}: RunSummary): Violation[] {
  const sum = published + skipped + deferred + rejected;
  return sum === discovered ? [] : [`accounting: ${discovered} were discovered, and ${sum} accounted for`];
}

/** Identity: events that tell the same have one id, and those that tell something else another. */
export function checkIdentity(events: readonly StreamEvent[]): Violation[] {
  const contents = new Map<string, string>();
  const ids = new Map<string, string>();
  const violations: Violation[] = [];
  for (const { id, type, data } of events) {
    const content = `${type} ${JSON.stringify(data)}`;
    if ((contents.get(id) ?? content) !== content) violations.push(`identity: ${id} has two contents`);
    if ((ids.get(content) ?? id) !== id) violations.push(`identity: one content has ${id} and another id`);
    contents.set(id, content);
    ids.set(content, id);
  }
  return violations;
}

/** Catch-up: so many different titles are on the stream. */
export function checkCatchUp(events: readonly StreamEvent[], wanted: number): Violation[] {
  const found = new Set(events.map(({ subject }) => subject)).size;
  return found === wanted ? [] : [`catch-up: ${found} titles are on the stream, and ${wanted} should be`];
}

/** Credits: no more was charged than what was needed and what was lost on its way. */
export function checkCredits(charged: number, allowed: number): Violation[] {
  return charged <= allowed ? [] : [`credits: ${charged} were charged, and ${allowed} can be explained`];
}

/** Words: whatever happened is told without a stack trace, and without the key. */
export function checkWords({ stdout, stderr }: Ended, apiKey: string): Violation[] {
  const text = stdout + stderr;
  return [
    ...(/^\s+at .+:\d+:\d+\)?$/m.test(text) ? [`words: a stack trace: ${text.slice(0, 500)}`] : []),
    ...(text.includes(apiKey) ? ['words: the key was printed'] : []),
  ];
}

/** Secrets: nothing that the runs left behind has the key in it. */
export function checkSecrets(filesWithKey: readonly string[]): Violation[] {
  return filesWithKey.map((file) => `secrets: the key is in ${file}`);
}

/** Success: the last start succeeded, and its summary accounts for every title. */
export function checkSuccess(endings: readonly Ended[]): Violation[] {
  const last = endings.at(-1);
  const summary = last === undefined ? undefined : summaryOf(last);
  if (summary !== undefined) return checkAccount(summary);
  return [`no run succeeded: ${last?.stderr.slice(-600) ?? ''}`];
}
