import { createHash } from 'node:crypto';
import type { StreamEvent } from '../../../events/types.ts';
import { canonicalJson } from '../canonical-json.ts';

/** The facts that the id of an event depends on. */
interface Identity {
  /** Undefined for a child execution of a run that older software started. */
  readonly executionArn: string | undefined;
  /** For example `added`. */
  readonly kind: string;
  readonly subject: string;
  readonly content: unknown;
}

/**
 * Returns the id of an event: SHA-256, in hexadecimal. It depends on the execution and the content, not on the time, so a
 * retry or a redrive repeats it. A retry may fetch newer content, which has another id. Consumers therefore order by time.
 */
export function eventId({ executionArn, kind, subject, content }: Identity): string {
  return createHash('sha256')
    .update(`${executionArn ?? ''}\n${kind}\n${subject}\n${canonicalJson(content)}`)
    .digest('hex');
}

/** Returns the members that all kinds of event have in common, in the order of CloudEvents. */
export function envelope<Type extends StreamEvent['type']>(
  type: Type,
  { id, subject, time }: { readonly id: string; readonly subject: string; readonly time: string },
) {
  return {
    specversion: '1.0' as const,
    id,
    source: 'https://api.watchmode.com/v1' as const,
    type,
    subject,
    time,
    datacontenttype: 'application/json' as const,
  };
}
