import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { findRun, recordRun } from '../../../../cli/commands/run/run-record.ts';

let cwd: string;
let warnings: string[];
/** The names of the executions, the newest start first. */
let started: string[];
const here = {
  warn: (message: string) => warnings.push(message),
  newestFirst: () => Promise.resolve(started),
};
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'run-record-'));
  warnings = [];
  started = [];
});
afterEach(() => rm(cwd, { recursive: true }));

const fileOf = (name: string) => join(cwd, '.local', 'runs', name);

describe('the record of a run', () => {
  it('is the newest that can be read: others are skipped with a line each', async () => {
    await recordRun(cwd, 'run-1', { seed: 1, titles: 20 });
    await recordRun(cwd, 'run-2', { seed: 2 });
    await writeFile(fileOf('run-3.json'), '');
    await writeFile(fileOf('run-4.json'), '{"seed":"4"}');
    started = ['run-4', 'run-3', 'run-2', 'run-1'];

    expect(await findRun(cwd, 'last', { seed: 7 }, here)).toEqual({ name: 'run-2', options: { seed: 2 } });
    expect(warnings).toEqual([
      expect.stringMatching(
        /^the record of run-4 is damaged, so the run before it is used instead; remove \.local\/runs\/run-4\.json/,
      ),
      expect.stringContaining('run-3'),
    ]);
    await rm(fileOf('run-2.json'));
    const older = await findRun(cwd, 'last', { seed: 7 }, here);
    expect(older).toEqual({ name: 'run-1', options: { seed: 1, titles: 20 } });
  });

  it('is of the execution that started last, whatever its name says', async () => {
    for (const name of ['by-hand', 'run-2031-01-01T00-00-00Z-a', 'run-2026-11-25T21-00-00Z-b']) {
      await recordRun(cwd, name, { seed: 1 });
    }
    // The first was started in `tvguide up`, and the second was never started.
    await recordRun(cwd, 'never-started', { seed: 1 });
    started = ['of-up', 'by-hand', 'run-2026-11-25T21-00-00Z-b', 'run-2031-01-01T00-00-00Z-a'];

    expect(await findRun(cwd, 'last', { seed: 7 }, here)).toMatchObject({ name: 'by-hand' });
  });

  it('is found by the ARN of its execution, and by no other ARN', async () => {
    await recordRun(cwd, 'run-1', { seed: 1 });
    const arnOf = (kind: string) => `arn:aws:states:eu-west-2:000000000000:${kind}:title-ingestion:run-1`;

    expect(await findRun(cwd, arnOf('execution'), { seed: 7 }, here)).toMatchObject({ name: 'run-1' });
    await expect(findRun(cwd, arnOf('mapRun'), { seed: 7 }, here)).rejects.toThrow(
      `${arnOf('mapRun')} is not the ARN of an execution`,
    );
  });

  it('has a remedy in its error if it is damaged and requested by name', async () => {
    await recordRun(cwd, 'run-1', { seed: 1 });
    await writeFile(fileOf('run-1.json'), '{"se');

    await expect(findRun(cwd, 'run-1', { seed: 7 }, here)).rejects.toThrow(
      /^the record of run-1 is damaged, .*: start a new run, or redrive it in `tvguide up`/,
    );
    await rm(fileOf('run-1.json'));
    started = ['run-1'];
    await expect(findRun(cwd, 'last', { seed: 7 }, here)).rejects.toThrow('there is no run to redrive yet');
  });

  it('leaves no other file, and removes the files of a killed process', async () => {
    await recordRun(cwd, 'run-1', { seed: 1 });
    await writeFile(fileOf('run-0.json.11111111-2222-4333-8444-555555555555.tmp'), '{"se');
    await recordRun(cwd, 'run-2', { seed: 2 });

    expect(await readdir(join(cwd, '.local', 'runs'))).toEqual(['run-1.json', 'run-2.json']);
  });
});
