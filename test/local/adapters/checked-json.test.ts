import { describe, expect, it } from '@jest/globals';
import { decodeChecked, encodeChecked } from '../../../local/adapters/checked-json.ts';

const PARAMETERS = {
  '/tv-guide/watermarks/new_titles': { value: '2026-11-24T06:00:00Z', note: '東京 \u2028', version: 12 },
};

/** What is read of bytes: the value, or that they are damaged. */
function read(bytes: Buffer): unknown {
  try {
    return decodeChecked(bytes.toString('utf8'));
  } catch (error) {
    expect(error).toMatchObject({ name: 'JsonTextDamaged' });
    return 'damaged';
  }
}

describe('JSON with a checksum', () => {
  it('gives back what was written, and can be read by other programs', () => {
    const text = encodeChecked(PARAMETERS);
    expect(decodeChecked(text)).toEqual(PARAMETERS);
    expect(JSON.parse(text)).toEqual({
      checksum: expect.stringMatching(/^crc32:[0-9a-f]{8}$/),
      value: PARAMETERS,
    });
  });

  it('never takes text with a flipped bit for what was written', () => {
    const bytes = Buffer.from(encodeChecked(PARAMETERS));
    const undamaged = JSON.stringify(PARAMETERS);
    for (let bit = 0; bit < 8 * bytes.length; bit += 1) {
      const flipped = Buffer.from(bytes);
      flipped.writeUInt8(flipped.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      const found = read(flipped);
      if (found !== 'damaged') expect([bit, JSON.stringify(found)]).toEqual([bit, undamaged]);
    }
  });

  it('says which checksum does not fit', () => {
    const text = encodeChecked({ day: 24 }).replace('24', '25');
    expect(() => decodeChecked(text)).toThrow(
      /^its checksum is "crc32:\w{8}", that of its value crc32:\w{8}$/,
    );
  });

  it('does not depend on white space', () => {
    const text = JSON.stringify(JSON.parse(encodeChecked(PARAMETERS)));
    expect(decodeChecked(text)).toEqual(PARAMETERS);
  });

  it('accepts a value that somebody has edited and says so', () => {
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
      expect(() => decodeChecked(text)).toThrow('it lacks its checksum or its value');
    },
  );
});
