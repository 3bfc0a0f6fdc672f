import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Measurement } from './measure.ts';

const run = promisify(execFile);

const MAX_BYTES = 430 * 1_024;
const MAX_CPU_MS = 30;
/** Processes a function: the best one counts, since on a busy machine even processor time is more than it needs. */
const PROCESSES = 8;
const FETCHED_TITLE_ID = 3_173_903;

/** Each function with the first event that it gets: an example of the contracts, or what is given here. */
const FUNCTIONS: readonly (readonly [string, string | object])[] = [
  ['list-new-titles', 'list-new-titles-input/first-run.json'],
  ['fetch-title-details', { titleId: FETCHED_TITLE_ID, regions: ['GB'] }],
  ['publish-titles', 'publish-titles-input/batch.json'],
  ['check-watchmode', { fetched: 0 }],
  ['settle-deferred', 'settle-deferred-input/two-deferred.json'],
];

/** What Watchmode and Kinesis answer, by the start of the path. */
const ANSWERS: readonly (readonly [string, object])[] = [
  [`/v1/title/${FETCHED_TITLE_ID}/`, { id: FETCHED_TITLE_ID, title: 'Measured', type: 'movie', sources: [] }],
  ['/v1/status', { quota: 1_000, quotaUsed: 1 }],
  ['/v1/changes/', { titles: [FETCHED_TITLE_ID], page: 1, total_results: 1, total_pages: 1 }],
  [
    '/kinesis/',
    { FailedRecordCount: 0, Records: [{ SequenceNumber: '1', ShardId: 'shardId-000000000000' }] },
  ],
];

/** Loads a bundle as Lambda does, invokes it once, and prints the processor time of the invocation. */
const HOST = `
  const [bundle, event] = process.argv.slice(1);
  const { handler } = await import(bundle);
  const before = process.cpuUsage();
  await handler(JSON.parse(event), { awsRequestId: 'f0b1', getRemainingTimeInMillis: () => 30_000 });
  const { user, system } = process.cpuUsage(before);
  process.stdout.write('\\n' + (user + system) / 1_000 + '\\n');
`;

interface Template {
  readonly Resources: Readonly<
    Record<
      string,
      {
        readonly Type: string;
        readonly Properties: { readonly FunctionName?: string; readonly Code?: { readonly S3Key: string } };
      }
    >
  >;
}

/**
 * What is deployed as the functions' code: its size, and the processor time of a first invocation on this machine.
 *
 * @param project the checkout, whose stacks are synthesised
 * @param env what the synthesis runs in: it starts esbuild
 */
export async function measureBundles(
  project: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<readonly Measurement[]> {
  const assembly = await mkdtemp(join(tmpdir(), 'tvguide-bench-'));
  const server = answering();
  try {
    const synthesis = run(process.execPath, [join(project, 'bin/cdk-app.mjs')], {
      cwd: project,
      env: {
        ...env,
        // The check against CloudFormation's schemas has nothing to do with the bundles.
        CDK_VALIDATION: 'false',
        CDK_OUTDIR: assembly,
        CDK_CONTEXT_JSON: await contextOf(project),
      },
    });
    await Promise.all([synthesis, once(server.listen(0, '127.0.0.1'), 'listening')]);
    const template = JSON.parse(
      await readFile(join(assembly, 'Ingestion.template.json'), 'utf8'),
    ) as Template;
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const measured: { readonly name: string; readonly bytes: number; readonly cpuMs: number }[] = [];
    for (const [name, given] of FUNCTIONS) {
      const bundle = join(assembly, assetOf(template, name), 'index.mjs');
      const event =
        typeof given === 'string'
          ? await readFile(join(project, 'events/examples', given), 'utf8')
          : JSON.stringify(given);
      const { size } = await stat(bundle);
      measured.push({ name, bytes: size, cpuMs: await firstInvocation(bundle, event, address) });
    }
    return [
      {
        what: "the functions' bundles",
        value: measured.map(({ name, bytes }) => `${Math.ceil(bytes / 1_024)} KiB ${name}`).join('\n'),
        target: `${MAX_BYTES / 1_024} KiB or less each`,
        isMet: measured.every(({ bytes }) => bytes <= MAX_BYTES),
      },
      {
        what: 'processor time of a first invocation',
        value: measured.map(({ name, cpuMs }) => `${cpuMs.toFixed(0)} ms ${name}`).join('\n'),
        target: `${MAX_CPU_MS} ms or less each`,
        isMet: measured.every(({ cpuMs }) => cpuMs <= MAX_CPU_MS),
      },
    ];
  } finally {
    await new Promise((resolve) => server.close(resolve));
    await rm(assembly, { recursive: true });
  }
}

async function contextOf(project: string): Promise<string> {
  const { context } = JSON.parse(await readFile(join(project, 'cdk.json'), 'utf8')) as { context: object };
  return JSON.stringify(context);
}

function answering(): Server {
  return createServer((request, response) => {
    const [, known] = ANSWERS.find(([path]) => request.url?.startsWith(path)) ?? [];
    response.writeHead(known === undefined ? 404 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(known ?? {}));
  });
}

/** The folder that is deployed as the code of a function. */
function assetOf({ Resources }: Template, name: string): string {
  const deployed = Object.values(Resources).find(
    ({ Type, Properties }) =>
      Type === 'AWS::Lambda::Function' && Properties.FunctionName?.endsWith(name) === true,
  );
  const key = deployed?.Properties.Code?.S3Key;
  if (key === undefined) throw new Error(`No function ${name} is deployed`);
  return `asset.${key.replace(/\.zip$/, '')}`;
}

async function firstInvocation(bundle: string, event: string, address: string): Promise<number> {
  const env = {
    ...{ AWS_REGION: 'eu-west-2', NODE_OPTIONS: '--enable-source-maps', STAGE: 'bench' },
    ...{ WATCHMODE_BASE_URL: `${address}/v1`, WATCHMODE_API_KEY: 'made-up' },
    ...{ FETCH_CONCURRENCY: '10', PROBE_TITLE_ID: String(FETCHED_TITLE_ID), STREAM_NAME: 'titles' },
    // For the SDK alone, which finds the credentials as on AWS: in the environment.
    ...{ AWS_ENDPOINT_URL: `${address}/kinesis/`, AWS_ACCESS_KEY_ID: 'made-up' },
    AWS_SECRET_ACCESS_KEY: 'made-up',
  };
  const times: number[] = [];
  for (let started = 0; started < PROCESSES; started += 1) {
    const { stdout } = await run(
      process.execPath,
      ['--input-type=module', '--eval', HOST, '--', bundle, event],
      {
        env,
      },
    );
    times.push(Number(stdout.trimEnd().split('\n').at(-1)));
  }
  return Math.min(...times);
}
