import { crc32 } from 'node:zlib';
import { isObject } from '../interpreter/json.ts';

/** The text is not what was written: it is no JSON, or its checksum does not fit. */
export class JsonTextDamaged extends Error {
  override readonly name = 'JsonTextDamaged';
}

/**
 * Encodes a value as JSON that people and `jq` can read: `{"checksum": "crc32:1a2b3c4d", "value": ...}`. The checksum
 * is that of the value, and does not depend on white space.
 */
export function encodeChecked(value: unknown): string {
  return `${JSON.stringify({ checksum: checksumOf(value), value }, undefined, 2)}\n`;
}

/**
 * Decodes the text that {@link encodeChecked} made, or a plain value, as earlier versions wrote it. With a checksum of
 * null, which a person sets after editing a file, the value is accepted as it is.
 *
 * @throws JsonTextDamaged
 */
export function decodeChecked(text: string): unknown {
  const found = parse(text);
  // One of the two without the other: the name of a member is damaged.
  if (!isObject(found) || !('checksum' in found || 'value' in found)) return found;
  const { checksum, value } = found;
  if (checksum === undefined || value === undefined)
    throw new JsonTextDamaged('it lacks its checksum or its value');
  const actual = checksumOf(value);
  if (checksum !== null && checksum !== actual) {
    throw new JsonTextDamaged(`its checksum is ${JSON.stringify(checksum)}, that of its value ${actual}`);
  }
  return value;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new JsonTextDamaged('it is no JSON', { cause });
  }
}

function checksumOf(value: unknown): string {
  return `crc32:${crc32(JSON.stringify(value)).toString(16).padStart(8, '0')}`;
}
