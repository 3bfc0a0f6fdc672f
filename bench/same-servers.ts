import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KinesisClient, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { folderBytes } from '../local/stepfunctions/index.ts';
import { formatPacific } from '../local/watchmode/pacific-time.ts';
import { formatBytes, type Measurement, median } from './measure.ts';
import { call, inputOfLastHour, lastHour, pause, type Runtime, start, stop } from './up.ts';

const TITLES = 2000;
const RUNS = 10;
const MAX_RATIO_TO_SCRIPT = 2;
const MAX_RATIO_TO_FIRST = 1.25;
/** Keeps 25,000 titles below 150 MB. */
const MAX_BYTES_A_TITLE = 6000;
const MAX_STARTUP_MS = 3000;

/** The number of titles that the script fetches at once, the same as a run of the workflow. */
const AT_ONCE = 100;
const RECORDS_A_CALL = 10;

/**
 * Measures ten runs of 2,000 titles in one `tvguide up`. Before and after them, a plain script does the same work on
 * the same servers, without state between its steps, history or redrive.
 *
 * @param tvguide the path of `bin/tvguide.mjs`
 */
export async function measureOnSameServers(tvguide: string): Promise<readonly Measurement[]> {
  const folder = await mkdtemp(join(tmpdir(), 'tvguide-bench-'));
  const dataFolder = join(folder, '.local');
  // Fills the caches, so that the next start is a warm one.
  await stop((await start(tvguide, folder, TITLES)).up);
  const { up, runtime, startupMs } = await start(tvguide, folder, TITLES);
  try {
    // Lets the JIT compiler warm up, as the first run does.
    await runScript(runtime);
    const scripts = [await runScript(runtime)];
    const runs: number[] = [];
    for (let run = 0; run < RUNS; run += 1) runs.push(await runWorkflow(runtime));
    scripts.push(await runScript(runtime));
    const [first = 0, ...others] = runs.slice(1);
    const last = median(others.slice(-3));
    const toScript = median(runs.slice(1)) / median(scripts);
    const bytes = folderBytes(dataFolder) / (RUNS * TITLES);
    return [
      {
        what: 'run of 2,000 titles / plain script',
        value: `${toScript.toFixed(2)} (${seconds(median(runs.slice(1)))} to ${seconds(median(scripts))})`,
        target: `${MAX_RATIO_TO_SCRIPT} or less`,
        isMet: toScript <= MAX_RATIO_TO_SCRIPT,
      },
      {
        what: 'last of ten runs / second run',
        value: `${(last / first).toFixed(2)} (${runs.map(seconds).join(', ')})`,
        target: `${MAX_RATIO_TO_FIRST} or less`,
        isMet: last / first <= MAX_RATIO_TO_FIRST,
      },
      {
        what: 'disk space per title',
        value: `${Math.round(bytes)} bytes, ${formatBytes(bytes * 25_000)} for 25,000`,
        target: `${MAX_BYTES_A_TITLE} bytes or less`,
        isMet: bytes <= MAX_BYTES_A_TITLE,
      },
      {
        what: 'start-up of tvguide up',
        value: `${Math.round(startupMs)} ms`,
        target: `${MAX_STARTUP_MS} ms or less`,
        isMet: startupMs <= MAX_STARTUP_MS,
      },
    ];
  } finally {
    await stop(up);
    await rm(folder, { recursive: true });
  }
}

const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;

async function runWorkflow(runtime: Runtime): Promise<number> {
  const startedAt = performance.now();
  const { executionArn } = await call(runtime, 'StartExecution', {
    stateMachineArn: runtime.stateMachineArn,
    input: inputOfLastHour(),
  });
  for (;;) {
    const { status, output } = await call(runtime, 'DescribeExecution', { executionArn });
    if (status === 'RUNNING') {
      await pause(50);
      continue;
    }
    const published =
      status === 'SUCCEEDED' ? (JSON.parse(String(output)) as { published: number }).published : 0;
    if (published !== TITLES)
      throw new Error(`${String(executionArn)} ended as ${String(status)}: ${published} published`);
    return performance.now() - startedAt;
  }
}

/** Runs a simple script: lists titles, fetches them at a limited rate with backoff, and calls PutRecords. */
async function runScript({
  watchmode,
  watchmodeApiKey,
  kinesis: endpoint,
  streamName,
}: Runtime): Promise<number> {
  const { start, end } = lastHour();
  const get = async (path: string): Promise<Record<string, unknown>> => {
    for (let attempt = 1; ; attempt += 1) {
      const response = await fetch(watchmode + path, {
        headers: { 'x-api-key': watchmodeApiKey },
      });
      if (response.ok) return (await response.json()) as Record<string, unknown>;
      if (attempt === 5) throw new Error(`GET ${path}: ${response.status}`);
      await pause(100 * 2 ** attempt);
    }
  };
  const kinesis = new KinesisClient({
    endpoint,
    region: 'eu-west-2',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    requestHandler: new NodeHttpHandler(),
  });
  const startedAt = performance.now();
  const titleIds: number[] = [];
  for (let page = 1, pages = 1; page <= pages; page += 1) {
    const query = `start_date=${pacific(start)}&end_date=${pacific(end)}&page=${page}&limit=250`;
    const found = await get(`/changes/new_titles?${query}`);
    pages = Number(found['total_pages']);
    titleIds.push(...(found['titles'] as number[]));
  }
  const waiting: Uint8Array[] = [];
  const put = async (): Promise<void> => {
    const Records = waiting
      .splice(0, RECORDS_A_CALL)
      .map((Data, index) => ({ Data, PartitionKey: String(index) }));
    await kinesis.send(new PutRecordsCommand({ StreamName: streamName, Records }));
  };
  const left = [...new Set(titleIds)];
  const work = async (): Promise<void> => {
    for (let id = left.pop(); id !== undefined; id = left.pop()) {
      const title = await get(`/title/${id}/details?append_to_response=sources&regions=GB`);
      waiting.push(Buffer.from(JSON.stringify(title)));
      if (waiting.length >= RECORDS_A_CALL) await put();
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  while (waiting.length > 0) await put();
  kinesis.destroy();
  return performance.now() - startedAt;
}

/** Formats an instant as Watchmode does: `YYYYMMDDHHMMSS` in Pacific time. */
function pacific(instant: Date): string {
  return formatPacific(Math.floor(instant.getTime() / 1_000)).replace(/\D/g, '');
}
