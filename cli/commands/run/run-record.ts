import { readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { omitUndefined } from '../../../events/omit-undefined.ts';
import { runRecordPath } from '../../../local/project.ts';
import { removeStagingFiles, replaceFile } from '../../../local/stepfunctions/files.ts';
import { nameOf } from '../../../operate/aws/arns.ts';
import { OperationError, UsageError } from '../../../operate/errors.ts';
import { reasonOf } from '../../../operate/file-error.ts';
import { isError } from '../../../operate/native-error.ts';
import type { WorldOptions } from '../../runtime/plan.ts';

/** The options that say what a run gets its titles from and where it publishes them. */
export type RunWorld = Pick<WorldOptions, 'titles' | 'catalogue' | 'seed' | 'live' | 'endpointKinesis'>;

const fileIn = (cwd: string, name: string) => runRecordPath(join(cwd, '.local'), name);
const folderIn = (cwd: string) => dirname(fileIn(cwd, ''));

/**
 * Notes what a run works with, before it starts: a redrive must meet the same Watchmode, or it would take titles of
 * the one for missing in the other.
 */
export async function recordRun(cwd: string, name: string, options: WorldOptions): Promise<void> {
  const { titles, catalogue, seed, live, endpointKinesis } = options;
  const world: RunWorld = {
    seed,
    ...omitUndefined({ titles, catalogue, live, endpointKinesis }),
  };
  removeStagingFiles(folderIn(cwd));
  await replaceFile(fileIn(cwd, name), `${JSON.stringify(world)}\n`);
}

/** A run that can be picked up: the name of its execution, and the options with the run's own world. */
export interface RecordedRun {
  readonly name: string;
  readonly options: WorldOptions;
}

/**
 * Finds the run that `--redrive` means, by the name or the ARN of its execution, or `last` for the newest whose record
 * can be read.
 *
 * @param warn told of records that cannot be read, one line each
 * @throws OperationError when there is none; UsageError when the options ask for another world than the run's
 */
export async function findRun(
  cwd: string,
  redrive: string,
  options: WorldOptions,
  warn: (message: string) => void,
): Promise<RecordedRun> {
  const { name, world } = redrive === 'last' ? await newest(cwd, warn) : await recordOf(cwd, nameOf(redrive));
  refuseAnother(world, options);
  return { name, options: { ...options, ...world } };
}

interface RunRecord {
  readonly name: string;
  readonly world: RunWorld;
}

async function newest(cwd: string, warn: (message: string) => void): Promise<RunRecord> {
  for (const { file } of (await recordsIn(folderIn(cwd))).sort(byMoment).reverse()) {
    const name = file.slice(0, -'.json'.length);
    const world = await readWorld(cwd, name);
    if (world !== undefined) return { name, world };
    warn(
      `the record of ${name} is damaged, so the run before it is used instead; remove ${join('.local', 'runs', file)} to stop this warning`,
    );
  }
  throw new OperationError('there is no run to redrive yet: start one with `npm start`');
}

interface RecordFile {
  readonly file: string;
  readonly writtenAtMs: number;
}

/**
 * By the second that the name of an execution holds, whatever stands before it, and within a second by when they were
 * written: a copy of the folder may have lost the times of its files, but not their names.
 */
function byMoment(a: RecordFile, b: RecordFile): number {
  const [left = '', right = ''] = [a, b].map(({ file }) => /\d{4}-\d{2}-\d{2}T[\d-]+/.exec(file)?.[0] ?? '');
  return left.localeCompare(right) || a.writtenAtMs - b.writtenAtMs || a.file.localeCompare(b.file);
}

async function recordsIn(folder: string): Promise<RecordFile[]> {
  const files = await readdir(folder).catch((error: unknown) => {
    if (isError(error) && 'code' in error && error.code === 'ENOENT') return [];
    throw new OperationError(`cannot read ${folder}: ${reasonOf(error)}`, { cause: error });
  });
  return Promise.all(
    files
      .filter((file) => file.endsWith('.json'))
      .map(async (file) => ({ file, writtenAtMs: (await stat(join(folder, file))).mtimeMs })),
  );
}

async function recordOf(cwd: string, name: string): Promise<RunRecord> {
  const world = await readWorld(cwd, name);
  if (world !== undefined) return { name, world };
  throw new OperationError(
    `the record of ${name} is damaged, so its settings are not known: start a new run, or redrive it in \`npm run dev\` with \`npm run tvguide -- redrive ${name} --local\``,
  );
}

/** Undefined when the file is not such a record: a power cut, or somebody's editor. */
async function readWorld(cwd: string, name: string): Promise<RunWorld | undefined> {
  const path = fileIn(cwd, name);
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (isError(error) && 'code' in error && error.code === 'ENOENT') {
      throw new OperationError(
        `there is no run ${name} here; an execution of \`npm run dev\` is redriven with \`npm run tvguide -- redrive ${name} --local\``,
        { cause: error },
      );
    }
    throw new OperationError(`cannot read ${path}: ${reasonOf(error)}`, { cause: error });
  });
  return parseWorld(text);
}

function parseWorld(text: string): RunWorld | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  return isWorld(value) ? value : undefined;
}

function isWorld(value: unknown): value is RunWorld {
  if (typeof value !== 'object' || value === null) return false;
  const { seed, titles, catalogue, live, endpointKinesis } = value as Readonly<Record<string, unknown>>;
  const optional = (member: unknown, type: string) => member === undefined || typeof member === type;
  return (
    typeof seed === 'number' &&
    optional(titles, 'number') &&
    optional(catalogue, 'string') &&
    optional(live, 'boolean') &&
    optional(endpointKinesis, 'string')
  );
}

function refuseAnother(world: RunWorld, { titles, catalogue, live, endpointKinesis }: WorldOptions): void {
  const asked = { titles, catalogue, live, endpointKinesis };
  for (const [key, value] of Object.entries(asked)) {
    if (value === undefined || value === world[key as keyof typeof asked]) continue;
    const option = key === 'endpointKinesis' ? 'endpoint-kinesis' : key;
    throw new UsageError(`a redrive uses the settings of its run: leave out --${option}`);
  }
}
