import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { daysAsJson } from '../../../../cli/commands/run/days/outcome.ts';
import { DAY_MS } from '../../../../events/instant.ts';
import { closeAll, get, settableClock, start } from '../../../local/watchmode/support/stand-in.ts';
import { closedAddress } from '../../support/closed-address.ts';
import { type Ended, temporaryFolder, type TemporaryFolder, tvguide } from '../../support/child.ts';

// Several processes with a Kinesis of their own, on machines that may be busy.
jest.setTimeout(240_000);

const DAYS = 7;
const SWEEP = ['run', '--feed', 'catalogue', '--services', 'Netflix,BBC iPlayer'];
const SERVICES = [203, 409];

type Days = ReturnType<typeof daysAsJson>;
type Changes = Days['days'][number]['arrived'];

/** Returns what both services offer in the United Kingdom on each day, by a stand-in alone: `GB:203 9001527`. */
async function offeredByDay(): Promise<Set<string>[]> {
  const clock = settableClock(Date.UTC(2026, 10, 24, 6));
  const createdAt = clock.now();
  const watchmode = await start({ clock, createdAt, seed: 1 });
  const days: Set<string>[] = [];
  for (let day = 0; day < DAYS; day += 1) {
    clock.set(createdAt + day * DAY_MS);
    const offered = new Set<string>();
    for (const service of SERVICES) {
      const response = await get(watchmode, `/list-titles?regions=GB&source_ids=${service}&limit=250`);
      const { titles } = (await response.json()) as { titles: { id: number }[] };
      for (const { id } of titles) offered.add(`GB:${service} ${id}`);
    }
    days.push(offered);
  }
  return days;
}

const without = (one: ReadonlySet<string>, other: ReadonlySet<string> | undefined) =>
  [...one].filter((place) => other?.has(place) === false).sort();
const placesOf = (changes: Changes) =>
  changes.flatMap(({ titleId, services }) => services.map((service) => `${service} ${titleId}`)).sort();

describe('run --days', () => {
  let folder: TemporaryFolder;
  let offered: Set<string>[];
  let ended: Ended;
  let outcome: Days;
  const calledAt = Date.now();
  const run = async (...args: string[]) => tvguide(args, { cwd: folder.path });

  beforeAll(async () => {
    folder = await temporaryFolder();
    offered = await offeredByDay();
    ended = await run(...SWEEP, '--days', String(DAYS), '--consume', '--json');
    outcome = JSON.parse(ended.stdout) as Days;
  });

  afterAll(async () => {
    await closeAll();
    await folder.remove();
  });

  it('sweeps once on each day, the last of which is today', () => {
    const days = outcome.days.map(({ day }) => Date.parse(day) / DAY_MS);
    const last = days.at(-1)!;

    expect(ended.code).toBe(0);
    expect(ended.stderr).not.toContain('warning');
    expect(days).toEqual(days.map((_, index) => last - (DAYS - 1 - index)));
    expect([calledAt, Date.now()].map((now) => Math.floor(now / DAY_MS))).toContain(last);
    expect(outcome.days.map(({ summary }) => summary?.sweep?.baselines)).toEqual([2, 0, 0, 0, 0, 0, 0]);
  });

  it('shows exactly what has arrived, and what has left on the day after, by name', () => {
    const none: ReadonlySet<string> = new Set();
    const arrivals = offered.map((today, day) => (day === 0 ? [] : without(today, offered[day - 1])));
    const departures = offered.map((_, day) =>
      day < 2 ? [] : without(offered[day - 2] ?? none, offered[day - 1]),
    );

    expect(outcome.days.map(({ arrived }) => placesOf(arrived))).toEqual(arrivals);
    expect(outcome.days.map(({ left }) => placesOf(left))).toEqual(departures);
    expect(arrivals.flat().length).toBeGreaterThan(2);
    expect(departures.flat().length).toBeGreaterThan(2);
    const changes = outcome.days.flatMap(({ arrived, left }) => [...arrived, ...left]);
    expect(changes.filter(({ title }) => title === null)).toEqual([]);
  });

  it('spends a credit for a page, three for the names, and two for each title that is new', () => {
    const expected = outcome.days.map(({ arrived }) => 2 + 3 + 2 * arrived.length);

    expect(outcome.days.map(({ credits }) => credits)).toEqual(expected);
    expect(outcome.days.map(({ summary }) => summary?.creditsUsed)).toEqual(expected);
    expect(outcome.credits.spent).toBe(expected.reduce((sum, credits) => sum + credits, 0));
  });

  it('fills the catalogue with the titles that have arrived', () => {
    const arrived = new Set(outcome.days.flatMap((day) => day.arrived.map(({ titleId }) => titleId)));

    expect(outcome.catalogue?.titles).toBe(arrived.size);
  });

  it('leaves executions that can be listed and shown with the times of their days', async () => {
    // Another runtime of this machine may use the default port.
    const endpoints = { pid: process.pid, stepFunctions: await closedAddress() };
    await writeFile(join(folder.path, '.local', 'endpoints.json'), JSON.stringify(endpoints));
    const listed = await run('list', '--local', '--json');
    const { executions } = JSON.parse(listed.stdout) as { executions: { executionArn: string }[] };
    const newestFirst = outcome.days.map(({ executionArn }) => executionArn).reverse();
    const shown = await run('show', outcome.days[1]!.executionArn, '--local');

    expect(executions.map(({ executionArn }) => executionArn)).toEqual(newestFirst);
    expect(shown.stdout).toContain(outcome.days[1]!.day);
    expect(shown.stdout).toMatch(/sweep +\d+ titles in 2 sections, 2 pages bought: \d+ arrived, 0 left/);
  });

  it('is followed by a plain sweep of the same day, which tells who has left since', async () => {
    const { summary } = outcome.days.at(-1)!;
    const { code, stdout, stderr } = await run(...SWEEP);

    expect(code).toBe(0);
    expect(stderr).not.toMatch(/warning|future/);
    expect(summary?.sweep?.missing).toBe(2);
    expect(stdout).toContain(`feed        catalogue  ${summary?.watermark} to `);
    expect(stdout).toContain('  arrived     0\n  left        2\n  missing     0\n');
    expect(stdout).toMatch(/^ {2}\d+ +left {5}\S.*: (Netflix|BBC iPlayer), GB$/m);
  });

  it('begins anew in the same folder, and says what it has forgotten', async () => {
    const { stdout, stderr } = await run(...SWEEP, '--days', '2', '--json');
    const { days } = JSON.parse(stdout) as Days;

    expect(stderr).toContain('warning: forgot the sweeps of this folder, the last of them at ');
    expect(days.map(({ summary }) => summary?.sweep?.baselines)).toEqual([2, 0]);
    expect(days.map(({ left }) => left)).toEqual([[], []]);
  });
});
