import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { TASK_NAMES, TASKS, type TaskName } from '../workflow/tasks.ts';
import { HOST, MAX_BYTES, MAX_CPU_MS, startServices } from './first-invocation.ts';
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
    const template = JSON.parse(
      await readFile(join(assembly, 'Ingestion.template.json'), 'utf8'),
    ) as Template;
    const measured: { readonly name: string; readonly bytes: number; readonly cpuMs: number }[] = [];
    for (const name of TASK_NAMES) {
      const bundle = join(assembly, assetOf(template, name), 'index.mjs');
      const given: string | object = TASKS[name].example;
      const event =
        typeof given === 'string'
          ? await readFile(join(project, 'events/examples', given), 'utf8')
          : JSON.stringify(given);
      const { size } = await stat(bundle);
      const cpuMs = await firstInvocation(name, { bundle, event, env: services.environmentOf(name) });
      measured.push({ name, bytes: size, cpuMs });
    }
    return [
      {
        what: 'bundle size',
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
    await services.close();
    await rm(assembly, { recursive: true });
  }
}

async function contextOf(project: string): Promise<string> {
  const { context } = JSON.parse(await readFile(join(project, 'cdk.json'), 'utf8')) as { context: object };
  return JSON.stringify(context);
}

/** Returns the folder with the deployed code of a function. */
function assetOf({ Resources }: Template, name: string): string {
  const deployed = Object.values(Resources).find(
    ({ Type, Properties }) =>
      Type === 'AWS::Lambda::Function' && Properties.FunctionName?.endsWith(`-${name}`) === true,
  );
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
async function firstInvocation(name: TaskName, { bundle, event, env }: Invocation): Promise<number> {
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
