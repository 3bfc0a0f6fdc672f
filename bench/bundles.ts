import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { TASK_NAMES, TASKS, type TaskName } from '../workflow/tasks.ts';
import {
  CONSUMER,
  HOST,
  MAX_BYTES,
  MAX_CONSUMER_BYTES,
  maxCpuMs,
  startServices,
  type FunctionName,
} from './first-invocation.ts';
import type { Measurement } from './measure.ts';

const run = promisify(execFile);

/** Processes per function. The lowest time counts, because a busy machine also inflates processor time. */
const PROCESSES = 8;

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
 * Measures the functions' deployed code: its size, and the processor time of a first invocation on this machine.
 *
 * @param project the checkout whose stacks are synthesised
 * @param env the environment of the synthesis, which starts esbuild
 */
export async function measureBundles(
  project: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<readonly Measurement[]> {
  const assembly = await mkdtemp(join(tmpdir(), 'tvguide-bench-'));
  const services = await startServices();
  try {
    await run(process.execPath, [join(project, 'bin/cdk-app.mjs')], {
      cwd: project,
      env: {
        ...env,
        // The check against CloudFormation's schemas does not affect the bundles.
        CDK_VALIDATION: 'false',
        CDK_OUTDIR: assembly,
        CDK_CONTEXT_JSON: await contextOf(project),
      },
    });
    const templateOf = async (stack: string) =>
      JSON.parse(await readFile(join(assembly, `${stack}.template.json`), 'utf8')) as Template;
    const measure = async (template: Template, name: FunctionName, event: string) => {
      const bundle = join(assembly, assetOf(template, name), 'index.mjs');
      const { size: bytes } = await stat(bundle);
      const cpuMs = await firstInvocation(name, { bundle, event, env: services.environmentOf(name) });
      return { name, bytes, cpuMs };
    };
    const ingestion = await templateOf('Ingestion');
    const tasks: Measured[] = [];
    for (const name of TASK_NAMES) {
      tasks.push(await measure(ingestion, name, await firstEvent(project, name)));
    }
    const consumer = await measure(await templateOf('Catalogue'), CONSUMER, await firstBatch(project));
    const measured = [...tasks, consumer];
    return [
      {
        what: 'bundle size',
        value: measured.map(({ name, bytes }) => `${Math.ceil(bytes / 1_024)} KiB ${name}`).join('\n'),
        target: `${MAX_BYTES / 1_024} KiB or less each, ${MAX_CONSUMER_BYTES / 1_024} KiB ${CONSUMER}`,
        isMet: tasks.every(({ bytes }) => bytes <= MAX_BYTES) && consumer.bytes <= MAX_CONSUMER_BYTES,
      },
      {
        what: 'processor time of a first invocation',
        value: measured.map(({ name, cpuMs }) => `${cpuMs.toFixed(0)} ms ${name}`).join('\n'),
        target: `${maxCpuMs('publish-titles')} ms or less each, and three times as much once a day`,
        isMet: measured.every(({ name, cpuMs }) => cpuMs <= maxCpuMs(name)),
      },
    ];
  } finally {
    await services.close();
    await rm(assembly, { recursive: true });
  }
}

interface Measured {
  readonly name: FunctionName;
  readonly bytes: number;
  readonly cpuMs: number;
}

/** Returns the first event of a task, as JSON. */
async function firstEvent(project: string, name: TaskName): Promise<string> {
  const given: string | object = TASKS[name].example;
  return typeof given === 'string'
    ? await readFile(join(project, 'events/examples', given), 'utf8')
    : JSON.stringify(given);
}

/** Returns a batch of one record for the consumer, as JSON. */
async function firstBatch(project: string): Promise<string> {
  const data = await readFile(join(project, 'events/examples/stream-event/added.json'), 'base64');
  const kinesis = { data, sequenceNumber: '1', partitionKey: '1' };
  return JSON.stringify({ Records: [{ eventSource: 'aws:kinesis', kinesis }] });
}

async function contextOf(project: string): Promise<string> {
  const { context } = JSON.parse(await readFile(join(project, 'cdk.json'), 'utf8')) as { context: object };
  return JSON.stringify(context);
}

/** Returns the folder with the deployed code of a function. */
function assetOf({ Resources }: Template, name: string): string {
  const deployed = Object.values(Resources).find(({ Type, Properties: { FunctionName = '' } }) => {
    const isNamed = FunctionName === name || FunctionName.endsWith(`-${name}`);
    return Type === 'AWS::Lambda::Function' && isNamed;
  });
  const key = deployed?.Properties.Code?.S3Key;
  if (key === undefined) throw new Error(`No function ${name} is deployed`);
  return `asset.${key.replace(/\.zip$/, '')}`;
}

interface Invocation {
  /** The path of the module. */
  readonly bundle: string;
  /** JSON. */
  readonly event: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Measures the processor time of a first invocation, in milliseconds. */
async function firstInvocation(name: FunctionName, { bundle, event, env }: Invocation): Promise<number> {
  const times: number[] = [];
  for (let started = 0; started < PROCESSES; started += 1) {
    const { stdout } = await run(
      process.execPath,
      ['--input-type=module', '--eval', HOST, '--', bundle, event],
      { env },
    );
    const { cpuMs, errorType, errorMessage } = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as {
      readonly cpuMs: number;
      readonly errorType?: string;
      readonly errorMessage?: string;
    };
    if (errorType !== undefined) throw new Error(`${name} failed: ${errorType}: ${errorMessage}`);
    times.push(cpuMs);
  }
  return Math.min(...times);
}
