import type { JsonValue } from '../json.ts';

/** What an evaluation came to. */
export type Outcome =
  | { readonly kind: 'value'; readonly value: JsonValue }
  /** undefined, which JSON cannot carry. */
  | { readonly kind: 'nothing' }
  /** `text` goes on from `The JSONata expression '…' specified for the field '…' `, as AWS does. */
  | { readonly kind: 'fault'; readonly text: string; readonly cause?: unknown };
