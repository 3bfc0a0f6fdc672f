/**
 * The parts of the protocol buffers wire format that the KPL format uses.
 * https://protobuf.dev/programming-guides/encoding/
 */

/** Encodings of a field's value. */
export const WIRE_TYPE = { varint: 0, fixed64: 1, lengthDelimited: 2, fixed32: 5 } as const;

/** A decoded field: a number for a varint, bytes for a length-delimited value. */
export interface Field {
  readonly number: number;
  readonly value: number | Uint8Array;
}

/** Encodes an integer from 0 to 2^53 - 1 in groups of seven bits, lowest first. */
export function encodeVarint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    // The highest bit says that more bytes follow.
    bytes.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  return [...bytes, rest];
}

/** Encodes a field with a number. */
export function varintField(number: number, value: number): Uint8Array {
  return Uint8Array.from([...tag(number, WIRE_TYPE.varint), ...encodeVarint(value)]);
}

/** Encodes the tag and length before the bytes of a length-delimited field. */
export function lengthPrefix(number: number, length: number): Uint8Array {
  return Uint8Array.from([...tag(number, WIRE_TYPE.lengthDelimited), ...encodeVarint(length)]);
}

/** Encodes the number and wire type of a field. */
function tag(number: number, wireType: number): number[] {
  return encodeVarint(number * 8 + wireType);
}

/** The bytes are not a valid protocol buffers message. */
export class MalformedMessage extends Error {
  override readonly name = 'MalformedMessage';
}

/**
 * Reads the fields of a message in order. Skips fields of fixed width, which the format does not use.
 *
 * @throws MalformedMessage
 */
export function* readFields(message: Uint8Array): Generator<Field> {
  let offset = 0;

  function varint(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 0x80) {
      const byte = message[offset];
      if (byte === undefined) throw new MalformedMessage('The message ends within a number');
      offset += 1;
      value += (byte % 0x80) * scale;
      if (value > Number.MAX_SAFE_INTEGER) throw new MalformedMessage('A number of the message is too large');
      if (byte < 0x80) return value;
    }
  }

  function bytes(length: number): Uint8Array {
    if (offset + length > message.length) throw new MalformedMessage('The message ends within a field');
    const value = message.subarray(offset, offset + length);
    offset += length;
    return value;
  }

  while (offset < message.length) {
    const tag = varint();
    const number = Math.floor(tag / 8);
    const wireType = tag % 8;
    if (wireType === WIRE_TYPE.varint) yield { number, value: varint() };
    else if (wireType === WIRE_TYPE.lengthDelimited) yield { number, value: bytes(varint()) };
    else if (wireType === WIRE_TYPE.fixed64) bytes(8);
    else if (wireType === WIRE_TYPE.fixed32) bytes(4);
    else throw new MalformedMessage(`The message has a field of the unknown wire type ${wireType}`);
  }
}
