import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  ListMapRunsCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { LocalEndpoints } from '../../../../operate/endpoints/local-endpoints.ts';
import { startTvguide, folderForRuns, type RunningChild, type TemporaryFolder } from '../../support/child.ts';
import { pause } from '../../support/pause.ts';

// Many runs are at work at once, on machines that may be busy.
jest.setTimeout(120_000);

const STARTS = 30;
const TITLES = 20;

describe('up with many starts', () => {
  let folder: TemporaryFolder;
  let up: RunningChild;

  beforeEach(async () => {
    folder = await folderForRuns();
  });

  afterEach(async () => {
    await up.stop('SIGINT');
    await folder.remove();
  });

  async function connect(
    ...args: string[]
  ): Promise<{ client: SFNClient; stateMachineArn: string; pid: number }> {
    up = startTvguide(['up', '--port', '0', '--json', '--titles', String(TITLES), ...args], {
      cwd: folder.path,
    });
    const { stepFunctions, stateMachineArn = '', pid } = JSON.parse(await up.firstLine) as LocalEndpoints;
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
    return {
      client: new SFNClient({ endpoint: stepFunctions, region: 'eu-west-2', credentials }),
      stateMachineArn,
      pid,
    };
  }

  /** A window of its own, so that no run leaves the titles to another one. */
  function input(): string {
    const now = Date.now();
    const instant = (time: number) => new Date(time).toISOString();
    return JSON.stringify({ window: { start: instant(now - 3_600_000), end: instant(now) } });
  }

  it('thirty starts at once all succeed, and the files that are open stay few', async () => {
    const { client, stateMachineArn, pid } = await connect();
    await Promise.all(
      Array.from({ length: STARTS }, () =>
        client.send(new StartExecutionCommand({ stateMachineArn, input: input() })),
      ),
    );
    let mostFiles = 0;
    const statuses = async (statusFilter: 'RUNNING' | 'SUCCEEDED') => {
      const { executions = [] } = await client.send(
        new ListExecutionsCommand({ stateMachineArn, statusFilter }),
      );
      // Counted on Linux alone.
      mostFiles = Math.max(
        mostFiles,
        await readdir(`/proc/${pid}/fd`).then(
          ({ length }) => length,
          () => 0,
        ),
      );
      return executions.length;
    };
    while ((await statuses('RUNNING')) > 0) await pause();
    const succeeded = await statuses('SUCCEEDED');
    client.destroy();
    // The log is written behind the runs; it is whole when the runtime has ended.
    await up.stop('SIGINT');
    const logs = join(folder.path, '.local/logs/title-ingestion');
    const names = await readdir(logs);
    const log = await readFile(join(logs, names[0] ?? ''), 'utf8');

    expect(succeeded).toBe(STARTS);
    // 128 connections to the stand-in, which this process serves as well, 64 files of the store, and the API's own.
    expect(mostFiles).toBeLessThan(600);
    // Each log line is stored with its execution and names the attempt.
    expect(names).toHaveLength(STARTS);
    const lines = log.trimEnd().split('\n');
    expect(lines.filter((line) => line.includes('/details'))).toHaveLength(TITLES);
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({
      timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
      executionArn: expect.stringMatching(/:execution:title-ingestion\/IngestTitles:[0-9a-f-]{36}$/),
      state: 'Publish titles',
      eventId: expect.any(Number),
    });
  });

  it('throttles invocations above --lambda-concurrency, as AWS does', async () => {
    const { client, stateMachineArn } = await connect('--lambda-concurrency', '1');
    const { executionArn = '' } = await client.send(
      new StartExecutionCommand({ stateMachineArn, input: input() }),
    );
    const errors = async (): Promise<readonly (string | undefined)[]> => {
      const { mapRuns = [] } = await client.send(new ListMapRunsCommand({ executionArn }));
      const mapRunArn = mapRuns[0]?.mapRunArn;
      if (mapRunArn === undefined) return [];
      const { executions = [] } = await client.send(new ListExecutionsCommand({ mapRunArn }));
      const histories = executions.map((child) =>
        client.send(new GetExecutionHistoryCommand({ executionArn: child.executionArn })),
      );
      return (await Promise.all(histories)).flatMap(({ events = [] }) =>
        events.map(({ taskFailedEventDetails }) => taskFailedEventDetails?.error),
      );
    };
    let found = await errors();
    while (!found.includes('Lambda.TooManyRequestsException')) {
      await pause();
      found = await errors();
    }
    client.destroy();

    expect(found).toContain('Lambda.TooManyRequestsException');
  });
});
