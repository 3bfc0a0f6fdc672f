import { crc32 } from 'node:zlib';
import { isObject } from '../interpreter/json.ts';

/** A text is damaged: it is not JSON, or its checksum does not match. */
export class JsonTextDamaged extends Error {
  override readonly name = 'JsonTextDamaged';
}

/**
 * Encodes a value as indented JSON: `{"checksum": "crc32:1a2b3c4d", "value": ...}`. The checksum covers the value and
 * does not depend on white space.
 */
export function encodeChecked(value: unknown): string {
  return `${JSON.stringify({ checksum: checksumOf(value), value }, undefined, 2)}\n`;
}

/**
 * Decodes a text of {@link encodeChecked}, or a plain value of an earlier version. A checksum of null, to be set after
 * editing the file by hand, disables the check.
 *
 * @throws JsonTextDamaged
 */
export function decodeChecked(text: string): unknown {
  const found = parse(text);
  // If only one of the two is there, the name of the other is damaged.
  if (!isObject(found) || !('checksum' in found || 'value' in found)) return found;
  const { checksum, value } = found;
  if (checksum === undefined || value === undefined)
    throw new JsonTextDamaged('the checksum or the value is missing');
  const actual = checksumOf(value);
  if (checksum !== null && checksum !== actual) {
    throw new JsonTextDamaged(
      `its checksum is ${JSON.stringify(checksum)}, but that of its value is ${actual}`,
    );
  }
  return value;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new JsonTextDamaged('it is not JSON', { cause });
  }
}

function checksumOf(value: unknown): string {
  return `crc32:${crc32(JSON.stringify(value)).toString(16).padStart(8, '0')}`;
}
