import { describe, expect, it } from '@jest/globals';
import { startOptionsFor } from '../../../cli/input/start-options.ts';

describe('startOptionsFor', () => {
  it.each([
    ['{}', ''],
    [undefined, ''],
    ['{"source":"schedule","scheduledTime":"2026-11-24T06:00:00Z"}', ''],
    ['{"source":"aws.events","time":"2026-11-24T06:00:00Z","anything":1}', ''],
    [
      '{"window":{"start":"2026-11-01T00:00:00Z","end":"2026-11-08T00:00:00Z"},"feed":"releases","maxTitles":5}',
      ' --window 2026-11-01T00:00:00Z..2026-11-08T00:00:00Z --feed releases --max-titles 5',
    ],
    ['{"titleIds":[1,2],"regions":["GB","IE"],"dryRun":true}', ' --title-ids 1,2 --regions GB,IE --dry-run'],
    ['{"feed":"releases","plan":true}', ' --feed releases --plan'],
    [
      '{"feed":"catalogue","services":["BBC iPlayer",157],"genres":["Drama"],"maxCredits":9,"publishBaseline":true}',
      " --feed catalogue --services 'BBC iPlayer,157' --genres Drama --max-credits 9 --publish-baseline",
    ],
    ['{"types":["movie"],"dryRun":false}', ' --types movie'],
  ])('repeats %s', (input, options) => {
    expect(startOptionsFor(input)).toBe(options);
  });

  it.each([
    '{"window":"nonsense"}',
    'no JSON',
    'null',
    JSON.stringify({ titleIds: Array.from({ length: 21 }, (_, index) => index + 1) }),
  ])('has no options for %s', (input) => {
    expect(startOptionsFor(input)).toBeUndefined();
  });
});
