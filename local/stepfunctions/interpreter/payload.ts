import { parseJson, utf8Length, type JsonValue } from './json.ts';

/** The most UTF-8 bytes that a UTF-16 code unit comes to: four bytes stand for two units. */
const MAX_UNIT_BYTES = 3;

/**
 * A JSON value that passes between states. Text and value are each worked out once, when first asked for: most
 * payloads are written to the history as text and never looked into.
 */
export class Payload {
  #value: JsonValue | undefined;
  #text: string | undefined;
  #bytes: number | undefined;

  private constructor(value: JsonValue | undefined, text: string | undefined) {
    this.#value = value;
    this.#text = text;
  }

  static ofValue(value: JsonValue): Payload {
    return new Payload(value, undefined);
  }

  /** `text` must be JSON. */
  static ofText(text: string): Payload {
    return new Payload(undefined, text);
  }

  get value(): JsonValue {
    return (this.#value ??= parseJson(this.#text ?? 'null'));
  }

  get text(): string {
    return (this.#text ??= JSON.stringify(this.#value));
  }

  /** Whether the text has more than `limit` UTF-8 bytes; quick for a text that is far from it. */
  exceeds(limit: number): boolean {
    return this.text.length * MAX_UNIT_BYTES > limit && this.bytes > limit;
  }

  /** Size in UTF-8 bytes. */
  get bytes(): number {
    return (this.#bytes ??= utf8Length(this.text));
  }
}
