import { describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { ABOUT, CAMPAIGNS } from '../../soak/campaigns/index.ts';
import { soak } from '../../soak/main.ts';

const root = join(import.meta.dirname, '../..');

/** Campaigns and seeds. A seed other than 1 reproduces a defect that was fixed. */
const TURNS = [
  ['kills', 1],
  // Interrupts both runs twice.
  ['dev', 4],
  // A lost answer of the stream, whose events are published twice, was reported as a failure.
  ['stream', 100],
  // A clock set back by an hour between the fetch of a batch and its Wait state made it wait for an hour.
  ['clock', 5],
] as const;

describe('a few turns of npm run soak', () => {
  // Concurrent, because most of a turn is waiting.
  it.concurrent.each(TURNS)('%s with the seed %s breaks no promise', async (name, seed) => {
    const turn = await CAMPAIGNS[name]?.({ root, seed });

    expect(turn?.violations).toEqual([]);
  });
});

describe('npm run soak', () => {
  it('describes each campaign', () => {
    expect(Object.keys(ABOUT)).toEqual(Object.keys(CAMPAIGNS));
  });

  it.each([
    [['--campaign', 'nosuch'], 'there is no campaign "nosuch"'],
    [['--minutes', '0'], '--minutes takes a number above 0, not "0"'],
    [['--seed', '1.5'], '--seed takes a whole number, not "1.5"'],
    [['--fast'], "Unknown option '--fast'"],
  ])('refuses %j and prints the usage', async (args, problem) => {
    const lines: string[] = [];

    expect(await soak(args, { root, print: (line) => void lines.push(line) })).toBe(2);

    expect(lines.join('\n')).toContain(problem);
    expect(lines.join('\n')).toContain('Usage: npm run soak');
  });
});
