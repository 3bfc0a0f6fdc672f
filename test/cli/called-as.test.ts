import { describe, expect, it } from '@jest/globals';
import { asCalled, calledAs, commandLine } from '../../cli/called-as.ts';

const LINK = '/usr/local/bin/tvguide';
const SCRIPT = '/home/ada/tv-guide/bin/tvguide.mjs';

describe('calledAs', () => {
  it.each([
    ['a link on the path', LINK, { PATH: '/bin:/usr/local/bin' }, 'tvguide'],
    ['a link elsewhere', LINK, { PATH: '/bin' }, '../../../usr/local/bin/tvguide'],
    ['a link in this folder', '/home/ada/tv-guide/tvguide', {}, './tvguide'],
    ['npm', SCRIPT, { npm_lifecycle_event: 'start' }, 'npm run -s tvguide --'],
    ['npx', '/home/ada/.npm/_npx/1/node_modules/.bin/tvguide', { npm_lifecycle_event: 'npx' }, 'npx tvguide'],
    ['node', SCRIPT, {}, 'node bin/tvguide.mjs'],
    ['node, from elsewhere', '/home/ada/my tools/bin/tvguide.mjs', {}, "node '../my tools/bin/tvguide.mjs'"],
    ['nothing that can be seen', undefined, {}, 'tvguide'],
  ])('tells a call by %s', (_how, script, env, expected) => {
    expect(calledAs(script, env, '/home/ada/tv-guide')).toBe(expected);
  });
});

describe('commandLine', () => {
  it.each([
    ['list --local', 'tvguide', 'tvguide list --local'],
    ['list --local', 'npm run -s tvguide --', 'npm run -s tvguide -- list --local'],
    ['up', 'npm run -s tvguide --', 'npm run dev'],
    ['up --port 0', 'npm run -s tvguide --', 'npm run dev -- --port 0'],
    ['run --redrive last', 'npm run -s tvguide --', 'npm start -- --redrive last'],
    ['up --port 0', 'npx tvguide', 'npx tvguide up --port 0'],
  ])('of %s, called as %s', (words, program, expected) => {
    expect(commandLine(words, program)).toBe(expected);
  });
});

it('asCalled replaces each command of a text', () => {
  expect(asCalled('`tvguide up`, then `tvguide list`; tvguide stays', 'npm run -s tvguide --')).toBe(
    '`npm run dev`, then `npm run -s tvguide -- list`; tvguide stays',
  );
});
