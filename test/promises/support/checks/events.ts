import { createHash } from 'node:crypto';
import type { StreamEvent } from '../../../../events/types.ts';
import { canonicalJson } from '../../../../tasks/shared/canonical-json.ts';
import type { Played } from '../play.ts';
import type { Violation } from '../progress-ledger.ts';

/** Identity: the id of an event is the digest of the execution that observed the title, and of the content. */
export function checkEvents({ world: { stream, ledger } }: Played): Violation[] {
  return stream.written.flatMap(({ event }) => {
    const { id, subject, time, data } = event;
    const observation = `${subject} ${data === null ? 'skipped' : time}`;
    const observers = [...(ledger.observers.get(observation) ?? [])];
    return observers.some((executionArn) => idOf(executionArn, event) === id)
      ? []
      : [`identity: ${id} of title ${subject} at ${time} is of none of its runs: ${observers.join(', ')}`];
  });
}

function idOf(executionArn: string, { type, subject, data }: StreamEvent): string {
  const kind = type.replace('tvguide.title.', '');
  return createHash('sha256')
    .update(`${executionArn}\n${kind}\n${subject}\n${canonicalJson(data)}`)
    .digest('hex');
}
