import { describe, expect, it } from '@jest/globals';
import { formatInput } from '../../../../console/web/start/format-input.ts';

describe('the JSON of an input', () => {
  it('has arrays of scalars on one line, and the others as usual', () => {
    const input = { titleIds: [1, 2, 3], types: [], regions: ['GB'], window: { start: 'a [\n b ]' } };

    expect(formatInput(input)).toBe(
      '{\n  "titleIds": [1, 2, 3],\n  "types": [],\n  "regions": ["GB"],\n  "window": {\n    "start": "a [\\n b ]"\n  }\n}',
    );
    expect(JSON.parse(formatInput({ deep: [[1, 2], { a: ['x, y'] }] }))).toEqual({
      deep: [[1, 2], { a: ['x, y'] }],
    });
  });
});
