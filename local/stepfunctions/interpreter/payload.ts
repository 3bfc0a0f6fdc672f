import { parseJson, utf8Length, type JsonValue } from './json.ts';

/** The maximum number of UTF-8 bytes per UTF-16 code unit: four bytes encode two units. */
const MAX_UNIT_BYTES = 3;

/**
 * A JSON value that passes between states. Text and value are computed on first use, because most payloads are only
 * written to the history as text.
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

  /** Creates a payload from JSON text, without checking it. */
  static ofText(text: string): Payload {
    return new Payload(undefined, text);
  }

  get value(): JsonValue {
    return (this.#value ??= parseJson(this.#text ?? 'null'));
  }

  get text(): string {
    return (this.#text ??= JSON.stringify(this.#value));
  }

  /** True if the text has more than `limit` UTF-8 bytes. Fast for text far below the limit. */
  exceeds(limit: number): boolean {
    return this.text.length * MAX_UNIT_BYTES > limit && this.bytes > limit;
  }

  /** Size in UTF-8 bytes. */
  get bytes(): number {
    return (this.#bytes ??= utf8Length(this.text));
  }
}
