import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { nameOf } from '../../aws/arns.ts';
import { OperationError, UsageError } from '../../errors.ts';
import { isError } from '../../native-error.ts';
import type { RunOptions } from '../../runtime/plan.ts';

/** The options that say what a run gets its titles from and where it publishes them. */
export type RunWorld = Pick<RunOptions, 'titles' | 'catalogue' | 'seed' | 'live' | 'endpointKinesis'>;

/** Names of executions sort by their time, since the names begin alike. */
const folderIn = (cwd: string) => join(cwd, '.local', 'runs');

/**
 * Notes what a run works with, before it starts: a redrive must meet the same Watchmode, or it would take titles of
 * the one for missing in the other.
 */
export async function recordRun(cwd: string, name: string, options: RunOptions): Promise<void> {
  const { titles, catalogue, seed, live, endpointKinesis } = options;
  const world: RunWorld = {
    seed,
    ...(titles === undefined ? {} : { titles }),
    ...(catalogue === undefined ? {} : { catalogue }),
    ...(live === undefined ? {} : { live }),
    ...(endpointKinesis === undefined ? {} : { endpointKinesis }),
  };
  await mkdir(folderIn(cwd), { recursive: true });
  await writeFile(join(folderIn(cwd), `${name}.json`), `${JSON.stringify(world)}\n`);
}

/** A run that can be picked up: the name of its execution, and the options with the run's own world. */
export interface RecordedRun {
  readonly name: string;
  readonly options: RunOptions;
}

/**
 * Finds the run that `--redrive` means, by the name or the ARN of its execution, or `last` for the newest.
 *
 * @throws OperationError when there is none; UsageError when the options ask for another world than the run's
 */
export async function findRun(cwd: string, redrive: string, options: RunOptions): Promise<RecordedRun> {
  const name = redrive === 'last' ? await newest(cwd) : nameOf(redrive);
  const world = await readWorld(cwd, name);
  refuseAnother(world, options);
  return { name, options: { ...options, ...world } };
}

async function newest(cwd: string): Promise<string> {
  const files = await readdir(folderIn(cwd)).catch(() => [] as string[]);
  const last = files
    .filter((file) => file.endsWith('.json'))
    .sort()
    .at(-1);
  if (last !== undefined) return last.slice(0, -'.json'.length);
  throw new OperationError('there is no run to redrive yet: start one with `npm start`');
}

async function readWorld(cwd: string, name: string): Promise<RunWorld> {
  try {
    return JSON.parse(await readFile(join(folderIn(cwd), `${name}.json`), 'utf8')) as RunWorld;
  } catch (error) {
    if (isError(error) && 'code' in error && error.code === 'ENOENT') {
      throw new OperationError(
        `there is no run ${name} here; an execution of \`npm run dev\` is redriven with \`npm run tvguide -- redrive ${name} --local\``,
        { cause: error },
      );
    }
    throw error;
  }
}

function refuseAnother(world: RunWorld, { titles, catalogue, live, endpointKinesis }: RunOptions): void {
  const asked = { titles, catalogue, live, endpointKinesis };
  for (const [key, value] of Object.entries(asked)) {
    if (value === undefined || value === world[key as keyof typeof asked]) continue;
    const option = key === 'endpointKinesis' ? 'endpoint-kinesis' : key;
    throw new UsageError(`a redrive works with what its run worked with: leave out --${option}`);
  }
}
