import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import {
  API_KEY,
  KNOWN_TITLE_ID,
  MAX_BYTES,
  maxCpuMs,
  startServices,
  type FakeServices,
} from '../../bench/first-invocation.ts';
import { findViolations, type ContractName } from '../../events/validate.ts';
import { TASK_NAMES, TASKS, type TaskName } from '../../workflow/tasks.ts';
import { bundleFunctions, invokeBundle, type Bundles } from './support/bundles.ts';

// Processes start slowly beside other tests.
jest.setTimeout(180_000);

/** Results of first invocations. They show that the measured time is not that of a failure. Default: any. */
const RESULTS: Readonly<Partial<Record<TaskName, unknown>>> = {
  'list-new-titles': expect.objectContaining({ titleIds: [KNOWN_TITLE_ID] }),
  'fetch-title-details': expect.objectContaining({ outcome: 'fetched' }),
  'check-watchmode': expect.any(Object),
  'publish-titles': expect.objectContaining({ result: expect.objectContaining({ published: 1 }) }),
  'refresh-reference-data': { credits: 3, published: 3 },
  'judge-failed-run': expect.objectContaining({ decision: 'wait' }),
  'measure-progress': null,
  'take-over-progress': [{ feed: 'new_titles', watermark: '2026-11-23T06:00:00Z', deferred: 1 }],
};

const ANY_RESULT: unknown = expect.anything();

let bundles: Bundles;
let services: FakeServices;

beforeAll(async () => {
  [bundles, services] = await Promise.all([bundleFunctions(), startServices()]);
});

afterAll(() => services.close());

/** The folder with the deployed code of a task's function. */
const assetOf = (task: TaskName): string => bundles.get(`title-ingestion-${task}`)!;

/** Invokes the deployed code of a task in a process with nothing but this environment. */
const invoke = (task: TaskName, event: unknown, env: Readonly<Record<string, string>>) =>
  invokeBundle(assetOf(task), event, env);

/** The first event of a function. */
function firstEvent(task: TaskName): unknown {
  const given: string | object = TASKS[task].example;
  return typeof given === 'string' ? JSON.parse(readFileSync(join('events/examples', given), 'utf8')) : given;
}

describe('the deployed code of fetch-title-details', () => {
  const environment = () => services.environmentOf('fetch-title-details');

  it('fetches a title from Watchmode', async () => {
    const outcome = await invoke('fetch-title-details', firstEvent('fetch-title-details'), environment());

    expect(outcome).toMatchObject({ result: { titleId: 3_173_903, record: { title: 'Crème brûlée 東京' } } });
    expect(services.requests.at(-1)).toEqual({
      url: expect.stringMatching(/^\/v1\/title\/3173903\/details/),
      apiKey: API_KEY,
    });
  });

  it('keeps the name of an error, which the state machine matches, and has a stack trace into the source', async () => {
    const outcome = await invoke('fetch-title-details', { titleId: 1, regions: ['GB'] }, environment());

    expect(outcome).toMatchObject({
      errorType: 'Watchmode.TitleNotFound',
      frame: expect.stringMatching(/tasks\/.+\.ts:\d+/),
    });
  });
});

describe('the deployed code of every task', () => {
  it.each(TASK_NAMES)('of %s reports faults of its environment at its first invocation', async (task) => {
    const outcome = await invoke(task, {}, { LOG_LEVEL: 'loud', NODE_OPTIONS: '--enable-source-maps' });

    expect(outcome).toMatchObject({ errorType: 'ConfigurationError' });
  });

  it.each(TASK_NAMES)('of %s is one module with its source map, and no sources', (task) => {
    expect(readdirSync(assetOf(task)).sort()).toEqual(['index.mjs', 'index.mjs.map']);
    const map = JSON.parse(readFileSync(join(assetOf(task), 'index.mjs.map'), 'utf8')) as Record<
      string,
      unknown
    >;

    expect(map).not.toHaveProperty('sourcesContent');
  });

  it.each(TASK_NAMES)('of %s is small: at most 440 KiB', (task) => {
    expect(statSync(join(assetOf(task), 'index.mjs')).size).toBeLessThanOrEqual(MAX_BYTES);
  });

  it.each(TASK_NAMES)('of %s needs little processor time for its first invocation', async (task) => {
    const measured: number[] = [];
    const { output }: { readonly output: ContractName | null } = TASKS[task];
    // The best of several processes, because even processor time grows on a busy machine.
    while (measured.length < 12 && Math.min(...measured) > maxCpuMs(task)) {
      const { cpuMs, ...outcome } = await invoke(task, firstEvent(task), services.environmentOf(task));
      expect(outcome).toEqual({ result: task in RESULTS ? RESULTS[task] : ANY_RESULT });
      expect(output === null ? [] : findViolations(output, outcome['result'])).toEqual([]);
      measured.push(Number(cpuMs));
    }

    expect(Math.min(...measured)).toBeLessThanOrEqual(maxCpuMs(task));
  });
});
