import type { JsonValue } from '../json.ts';

/** The outcome of an evaluation. */
export type Outcome =
  | { readonly kind: 'value'; readonly value: JsonValue }
  /** The value is undefined, which JSON cannot represent. */
  | { readonly kind: 'nothing' }
  /** `text` continues AWS's `The JSONata expression '…' specified for the field '…' `. */
  | { readonly kind: 'fault'; readonly text: string; readonly cause?: unknown };
