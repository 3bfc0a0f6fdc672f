import { readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { omitUndefined } from '../../../events/omit-undefined.ts';
import { runRecordPath } from '../../../local/project.ts';
import { removeStagingFiles, replaceFile } from '../../../local/stepfunctions/files.ts';
import { nameOf } from '../../../workflow/arns.ts';
import { OperationError, UsageError } from '../../../operate/errors.ts';
import { reasonOf } from '../../../operate/file-error.ts';
import { isError } from '../../../operate/native-error.ts';
import type { LocalRuntimeOptions } from '../../runtime/plan.ts';

/** The options that select the source of the titles and the stream. */
export type RunSettings = Pick<
  LocalRuntimeOptions,
  'titles' | 'catalogue' | 'seed' | 'live' | 'endpointKinesis'
>;

const fileIn = (cwd: string, name: string) => runRecordPath(join(cwd, '.local'), name);
const folderIn = (cwd: string) => dirname(fileIn(cwd, ''));

/**
 * Records the settings of a run before it starts. A redrive needs the same Watchmode, since another one may not know
 * the titles.
 */
export async function recordRun(cwd: string, name: string, options: LocalRuntimeOptions): Promise<void> {
  const { titles, catalogue, seed, live, endpointKinesis } = options;
  const settings: RunSettings = {
    seed,
    ...omitUndefined({ titles, catalogue, live, endpointKinesis }),
  };
  removeStagingFiles(folderIn(cwd));
  await replaceFile(fileIn(cwd, name), `${JSON.stringify(settings)}\n`);
}

/** A run to redrive: the name of its execution, and the options with the run's own settings. */
export interface RecordedRun {
  readonly name: string;
  readonly options: LocalRuntimeOptions;
}

/**
 * Finds the run of `--redrive` by the name or the ARN of its execution, or `last` for the newest with a readable
 * record.
 *
 * @param warn receives one line for each unreadable record
 * @throws OperationError if there is none; UsageError if the options contradict the settings of the run
 */
export async function findRun(
  cwd: string,
  redrive: string,
  options: LocalRuntimeOptions,
  warn: (message: string) => void,
): Promise<RecordedRun> {
  const { name, settings } =
    redrive === 'last' ? await newest(cwd, warn) : await recordOf(cwd, nameOf(redrive));
  refuseOthers(settings, options);
  return { name, options: { ...options, ...settings } };
}

interface RunRecord {
  readonly name: string;
  readonly settings: RunSettings;
}

async function newest(cwd: string, warn: (message: string) => void): Promise<RunRecord> {
  for (const { file } of (await recordsIn(folderIn(cwd))).sort(byMoment).reverse()) {
    const name = file.slice(0, -'.json'.length);
    const settings = await readSettings(cwd, name);
    if (settings !== undefined) return { name, settings };
    warn(
      `the record of ${name} is damaged, so the run before it is used instead; remove ${join('.local', 'runs', file)} to stop this warning`,
    );
  }
  throw new OperationError('there is no run to redrive yet: start one with `tvguide run`');
}

interface RecordFile {
  readonly file: string;
  readonly writtenAtMs: number;
}

/**
 * Compares by the time in the name of the execution, then by the time of the file. A copied folder may have lost the
 * file times.
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
  const settings = await readSettings(cwd, name);
  if (settings !== undefined) return { name, settings };
  throw new OperationError(
    `the record of ${name} is damaged, so its settings are not known: start a new run, or redrive it in \`tvguide up\` with \`tvguide redrive ${name} --local\``,
  );
}

/** Reads a record; undefined if the file is damaged. */
async function readSettings(cwd: string, name: string): Promise<RunSettings | undefined> {
  const path = fileIn(cwd, name);
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (isError(error) && 'code' in error && error.code === 'ENOENT') {
      throw new OperationError(
        `there is no run ${name} here; an execution of \`tvguide up\` is redriven with \`tvguide redrive ${name} --local\``,
        { cause: error },
      );
    }
    throw new OperationError(`cannot read ${path}: ${reasonOf(error)}`, { cause: error });
  });
  return parseSettings(text);
}

function parseSettings(text: string): RunSettings | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  return isRunSettings(value) ? value : undefined;
}

function isRunSettings(value: unknown): value is RunSettings {
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

function refuseOthers(
  settings: RunSettings,
  { titles, catalogue, live, endpointKinesis }: LocalRuntimeOptions,
): void {
  const asked = { titles, catalogue, live, endpointKinesis };
  for (const [key, value] of Object.entries(asked)) {
    if (value === undefined || value === settings[key as keyof typeof asked]) continue;
    const option = key === 'endpointKinesis' ? 'endpoint-kinesis' : key;
    throw new UsageError(`a redrive uses the settings of its run: leave out --${option}`);
  }
}
