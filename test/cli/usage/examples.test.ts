import { describe, expect, it } from '@jest/globals';
import { formatExamples } from '../../../cli/usage/examples.ts';

const LONG = 'x'.repeat(60);

describe('formatExamples', () => {
  it('puts the purposes behind the command lines, in a column', () => {
    expect(
      formatExamples(
        [
          ['tvguide list', 'all'],
          ['tvguide list --limit 3', 'three'],
        ],
        'tvguide',
      ),
    ).toBe('  $ tvguide list            # all\n  $ tvguide list --limit 3  # three');
  });

  it('puts them above if a line would be too wide, and breaks the command where a shell can continue it', () => {
    expect(
      formatExamples(
        [
          ['tvguide list', 'all'],
          [`tvguide show "a b" --local --input ${LONG} | jq .x`, 'one'],
        ],
        'npm run -s tvguide --',
      ),
    ).toBe(`  # all
  $ npm run -s tvguide -- list
  # one
  $ npm run -s tvguide -- show "a b" --local \\
      --input ${LONG} \\
      | jq .x`);
  });
});
