import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { ChangingCatalogue, type Title } from '../../../support/independent-watchmode/changing-catalogue.ts';
import { IndependentWatchmode } from '../../../support/independent-watchmode/independent-watchmode.ts';
import { folderForRuns, type TemporaryFolder } from '../../support/child.ts';
import { runHere } from '../../support/run-here.ts';

// A Kinesis is started, on machines that may be busy.
jest.setTimeout(120_000);

const KEY = 'independent-key-0123456789';
const SERVICE = 'GB:203';
const TITLES = Array.from({ length: 450 }, (_, index): Title => {
  const id = 1000 + index;
  return { id, name: `Title ${(index * 7919) % 450}`, type: 'movie', genres: [4], year: 2020 };
});

const catalogue = new ChangingCatalogue(
  TITLES,
  TITLES.slice(0, 410).map(({ id }) => ({ at: 0, titleId: id, change: 'arrives', service: SERVICE })),
);
// On a free plan, a page has 200 titles.
const watchmode = new IndependentWatchmode({
  account: { key: KEY, quota: 2500, pageCap: 200 },
  catalogue,
  reference: {
    sources: [{ id: 203, name: 'Netflix', type: 'sub', regions: ['GB'] }],
    genres: [{ id: 4, name: 'Comedy' }],
    regions: [{ country: 'GB', name: 'United Kingdom', isOnPlan: true }],
  },
  now: () => Date.now(),
});

let folder: TemporaryFolder;
let server: Awaited<ReturnType<IndependentWatchmode['listen']>>;
beforeAll(async () => {
  folder = await folderForRuns();
  server = await watchmode.listen();
});
afterAll(async () => {
  await server.close();
  await folder.remove();
});

/** Sweeps once. Returns what the report says. */
async function sweep() {
  const env = { WATCHMODE_BASE_URL: server.baseUrl, WATCHMODE_API_KEY: KEY };
  const args = ['run', '--live', '--feed', 'catalogue', '--services', 'netflix'];
  const { code, stdout, stderr } = await runHere(args, { cwd: folder.path, env });
  const report = stdout + stderr;
  return { code, credits: Number(/credits +(\d+) spent/.exec(report)?.[1]), report };
}

it('sweeps a Watchmode that was made from documentation alone: what arrives, what leaves, and every credit', async () => {
  const baseline = await sweep();
  catalogue.make({ change: 'arrives', titleId: 1430, service: SERVICE });
  catalogue.make({ change: 'leaves', titleId: 1007, service: SERVICE });
  const second = await sweep();
  const third = await sweep();

  expect([baseline, second, third].map(({ code }) => code)).toEqual([0, 0, 0]);
  // Three lists of names and three pages; three pages and a title; three pages.
  expect([baseline, second, third].map(({ credits }) => credits)).toEqual([6, 5, 3]);
  expect(watchmode.ledger.charged).toBe(14);
  expect(baseline.report).toMatch(/sweep +410 titles in 1 section, 3 pages bought/);
  expect(second.report).toMatch(/^ +arrived +1$/m);
  expect(second.report).toMatch(/1430 +added +Title \d+ \(2020\), movie: Netflix/);
  expect(third.report).toMatch(/1007 +left +Netflix, GB/);
});
