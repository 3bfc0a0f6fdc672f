import { describe, expect, it } from '@jest/globals';
import { calledAs } from '../../cli/called-as.ts';

describe('calledAs', () => {
  it.each([
    ['a link on the path', '/usr/local/bin/tvguide', {}, 'tvguide'],
    ['npm', '/home/ada/tv-guide/bin/tvguide.mjs', { npm_lifecycle_event: 'start' }, 'npm run tvguide --'],
    ['node', '/home/ada/tv-guide/bin/tvguide.mjs', {}, 'node bin/tvguide.mjs'],
    ['node, from elsewhere', '/home/ada/my tools/bin/tvguide.mjs', {}, "node '../my tools/bin/tvguide.mjs'"],
    ['nothing that can be seen', undefined, {}, 'tvguide'],
  ])('tells a call by %s', (_how, script, env, expected) => {
    expect(calledAs(script, env, '/home/ada/tv-guide')).toBe(expected);
  });
});
