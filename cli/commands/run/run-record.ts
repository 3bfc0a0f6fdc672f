import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { omitUndefined } from '../../../events/omit-undefined.ts';
import { runRecordPath } from '../../../local/project.ts';
import { removeStagingFiles, replaceFile } from '../../../local/stepfunctions/files.ts';
import { isStatesArn, looksLikeArn, nameOf } from '../../../workflow/arns.ts';
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

/** The parts of a data folder, beside the records, that are needed to find a run. */
export interface RunsHere {
  /** Receives one line for each unreadable record. */
  readonly warn: (message: string) => void;
  /** Returns the names of the executions, the newest start first. */
  readonly newestFirst: () => Promise<readonly string[]>;
}

/**
 * Finds the run of `--redrive` by the name or the ARN of its execution, or `last` for the one that started last, of those
 * with a readable record.
 *
 * @throws OperationError if there is none; UsageError for another ARN, and if the options contradict the settings of the run
 */
export async function findRun(
  cwd: string,
  redrive: string,
  options: LocalRuntimeOptions,
  here: RunsHere,
): Promise<RecordedRun> {
  if (looksLikeArn(redrive) && !isStatesArn(redrive, 'execution')) {
    throw new UsageError(`${redrive} is not the ARN of an execution`);
  }
  const { name, settings } =
    redrive === 'last' ? await newest(cwd, here) : await recordOf(cwd, nameOf(redrive));
  refuseOthers(settings, options);
  return { name, options: { ...options, ...settings } };
}

interface RunRecord {
  readonly name: string;
  readonly settings: RunSettings;
}

async function newest(cwd: string, { warn, newestFirst }: RunsHere): Promise<RunRecord> {
  const recorded = await recordsIn(folderIn(cwd));
  const started = recorded.size === 0 ? [] : await newestFirst();
  for (const name of started.filter((one) => recorded.has(one))) {
    const settings = await readSettings(cwd, name);
    if (settings !== undefined) return { name, settings };
    warn(
      `the record of ${name} is damaged, so the run before it is used instead; remove ${join('.local', 'runs', `${name}.json`)} to stop this warning`,
    );
  }
  throw new OperationError('there is no run to redrive yet: start one with `tvguide run`');
}

/** Returns the names of the runs with a record. */
async function recordsIn(folder: string): Promise<ReadonlySet<string>> {
  const files = await readdir(folder).catch((error: unknown) => {
    if (isError(error) && 'code' in error && error.code === 'ENOENT') return [];
    throw new OperationError(`cannot read ${folder}: ${reasonOf(error)}`, { cause: error });
  });
  return new Set(files.flatMap((file) => (file.endsWith('.json') ? file.slice(0, -'.json'.length) : [])));
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
