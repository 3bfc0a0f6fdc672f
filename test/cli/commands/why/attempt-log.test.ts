import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { formatLogLine, linesOfAttempt, readAttemptLog } from '../../../../cli/commands/why/attempt-log.ts';
import { taskLogPath } from '../../../../local/stepfunctions/adapters/task-log.ts';
import { temporaryFolder } from '../../testing/child.ts';

const child = 'arn:aws:states:eu-west-2:000000000000:execution:title-ingestion/IngestTitles:child';
const top = 'arn:aws:states:eu-west-2:000000000000:execution:title-ingestion:run';
const attempt = { executionArn: child, state: 'Fetch title details', titleIds: [7] };
const line = (requestId: string, facts: object = {}) =>
  JSON.stringify({
    timestamp: '2026-11-24T06:00:01.250Z',
    executionArn: child,
    state: 'Fetch title details',
    retryCount: 0,
    task: 'fetch-title-details',
    requestId,
    ...facts,
  });
const requestsIn = (text: string, of = attempt) => linesOfAttempt(text, of).map(({ requestId }) => requestId);

describe('linesOfAttempt', () => {
  it('takes the last attempt at the very title, whatever its neighbours wrote', () => {
    const text = [
      line('first', { request: 'GET /title/7/details' }),
      line('last', { request: 'GET /title/7/details' }),
      line('last', { level: 'WARN', message: 'gave up' }),
      line('neighbour', { request: 'GET /title/77/details' }),
      line('other state', { state: 'Publish titles', request: 'GET /title/7/details' }),
      line('other child', { executionArn: top, request: 'GET /title/7/details' }),
    ].join('\n');
    expect(requestsIn(text)).toEqual(['last', 'last']);
  });

  it('takes the last attempt of the state where no title is named', () => {
    const text = [line('first'), line('last'), line('last')].join('\n');
    expect(requestsIn(text, { ...attempt, titleIds: [] })).toEqual(['last', 'last']);
  });

  it('passes over what was cut off, and shows twenty lines at most', () => {
    const text = [...Array.from({ length: 30 }, (_, index) => line('one', { index })), '{"cut'].join('\n');
    expect(linesOfAttempt(text, attempt).map(({ index }) => index)).toEqual(
      Array.from({ length: 20 }, (_, index) => index + 10),
    );
  });
});

describe('readAttemptLog', () => {
  it('reads the log of the top-level execution, and gives nothing without one', async () => {
    const folder = await temporaryFolder();
    const path = taskLogPath(join(folder.path, '.local'), top);
    const without = await readAttemptLog(folder.path, top, attempt);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, `${line('one', { request: 'GET /title/7/details' })}\n`);
    const found = await readAttemptLog(folder.path, top, attempt);
    await folder.remove();
    expect(without).toEqual([]);
    expect(found).toMatchObject([{ requestId: 'one' }]);
  });
});

it('formatLogLine leaves out what the attempt says already', () => {
  const text = line('one', { level: 'WARN', message: 'Watchmode answers 500', status: 500 });
  expect(formatLogLine(JSON.parse(text) as Record<string, unknown>)).toBe(
    '06:00:01.250Z WARN Watchmode answers 500 status=500',
  );
});
