import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { messageOf } from '../../local/stepfunctions/adapters/error-facts.ts';
import type { Clock } from '../../local/stepfunctions/interpreter/ports.ts';
import { compareAll, type Differences } from './compare.ts';
import { startFreshRuntime } from './fresh-runtime.ts';
import { NotMechanicalError } from './jsonpath.ts';
import { UnknownBehaviour } from './recorded-functions.ts';
import { parseRecording, type Recording } from './recording.ts';
import { runRecording, UnsupportedDefinition } from './run-recording.ts';
import { toJsonata } from './to-jsonata.ts';

/** Recordings that run at once: most wait most of the time. */
const AT_ONCE = 4;

/** What became of one recording: compared, or left out for a reason. */
export interface Verdict {
  readonly name: string;
  readonly category: string;
  readonly dialect: Recording['dialect'];
  readonly skipped?: string;
  readonly differences: Differences;
}

const NO_DIFFERENCES: Differences = { outcome: [], types: [], links: [], details: [] };

/** Runs every recording in a folder, in the order of the file names. */
export async function runConformance(folder: string, clock: Clock): Promise<readonly Verdict[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.json')).sort();
  if (files.length === 0) throw new Error(`${folder} has no recordings: they are files that end in .json`);
  const verdicts: Verdict[] = [];
  const queue = [...files.entries()];
  const work = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const [place, file] = next;
      verdicts[place] = await judge(parseRecording(await readFile(join(folder, file), 'utf8'), file), clock);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return verdicts;
}

async function judge(recording: Recording, clock: Clock): Promise<Verdict> {
  const { name, category, dialect } = recording;
  try {
    return { name, category, dialect, differences: await run(recording, clock) };
  } catch (error) {
    if (
      error instanceof NotMechanicalError ||
      error instanceof UnknownBehaviour ||
      error instanceof UnsupportedDefinition
    ) {
      return { name, category, dialect, skipped: error.message, differences: NO_DIFFERENCES };
    }
    // One recording that cannot be run must not keep the others from being run.
    const outcome = [`could not be run: ${messageOf(error)}`];
    return { name, category, dialect, differences: { ...NO_DIFFERENCES, outcome } };
  }
}

async function run(recording: Recording, clock: Clock): Promise<Differences> {
  const definition = toJsonata(recording.definition);
  const folder = await mkdtemp(join(tmpdir(), 'conformance-'));
  try {
    const runtime = await startFreshRuntime(folder, recording);
    try {
      return compareAll(recording, await runRecording(runtime, { ...recording, definition }, clock));
    } finally {
      await runtime.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
