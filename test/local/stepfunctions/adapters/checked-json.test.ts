import { describe, expect, it } from '@jest/globals';
import {
  decodeChecked,
  encodeChecked,
  JsonTextDamaged,
} from '../../../../local/stepfunctions/adapters/checked-json.ts';

const PARAMETERS = {
  '/tv-guide/watermarks/new_titles': { value: '2026-11-24T06:00:00Z', note: '東京 \u2028', version: 12 },
};

/** The value read from bytes, as text, or `damaged`. */
function read(bytes: Buffer): string {
  try {
    return JSON.stringify(decodeChecked(bytes.toString('utf8')));
  } catch (error) {
    if (error instanceof JsonTextDamaged) return 'damaged';
    throw error;
  }
}

describe('JSON with a checksum', () => {
  it('returns the written value, and can be read by other programs', () => {
    const text = encodeChecked(PARAMETERS);
    expect(decodeChecked(text)).toEqual(PARAMETERS);
    expect(JSON.parse(text)).toEqual({
      checksum: expect.stringMatching(/^crc32:[0-9a-f]{8}$/),
      value: PARAMETERS,
    });
  });

  it('detects every flipped bit', () => {
    const bytes = Buffer.from(encodeChecked(PARAMETERS));
    const found = new Set<string>();
    for (let bit = 0; bit < 8 * bytes.length; bit += 1) {
      const flipped = Buffer.from(bytes);
      flipped.writeUInt8(flipped.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      found.add(read(flipped));
    }
    expect([...found]).toEqual(['damaged']);
  });

  it('reports a wrong checksum', () => {
    const text = encodeChecked({ day: 24 }).replace('24', '25');
    expect(() => decodeChecked(text)).toThrow(
      /^its checksum is "crc32:\w{8}", but that of its value is crc32:\w{8}$/,
    );
  });

  it('does not depend on white space', () => {
    const text = JSON.stringify(JSON.parse(encodeChecked(PARAMETERS)));
    expect(decodeChecked(text)).toEqual(PARAMETERS);
  });

  it('accepts an edited value with a checksum of null', () => {
    expect(decodeChecked('{"checksum": null, "value": [1]}')).toEqual([1]);
  });

  it.each([['{"/a": {"value": "x"}}'], ['[{"name": "b"}]'], ['{}'], ['3'], ['null']])(
    'reads %s, which an earlier version wrote without a checksum',
    (text) => {
      expect(decodeChecked(text)).toEqual(JSON.parse(text));
    },
  );

  it.each([['{"chucksum": "crc32:00000000", "value": 1}'], ['{"checksum": "crc32:00000000", "velue": 1}']])(
    'does not take %s for what an earlier version wrote',
    (text) => {
      expect(() => decodeChecked(text)).toThrow('the checksum or the value is missing');
    },
  );
});
