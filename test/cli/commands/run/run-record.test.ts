import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { findRun, recordRun } from '../../../../cli/commands/run/run-record.ts';

let cwd: string;
let warnings: string[];
const warn = (message: string) => warnings.push(message);
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'run-record-'));
  warnings = [];
});
afterEach(() => rm(cwd, { recursive: true }));

const fileOf = (name: string) => join(cwd, '.local', 'runs', name);

describe('the record of a run', () => {
  it('is the newest that can be read: others are skipped with a line each', async () => {
    await recordRun(cwd, 'run-1', { seed: 1, titles: 20 });
    await recordRun(cwd, 'run-2', { seed: 2 });
    await writeFile(fileOf('run-3.json'), '');
    await writeFile(fileOf('run-4.json'), '{"seed":"4"}');

    expect(await findRun(cwd, 'last', { seed: 7 }, warn)).toEqual({ name: 'run-2', options: { seed: 2 } });
    expect(warnings).toEqual([
      expect.stringMatching(
        /^the record of run-4 is damaged, so the run before it is used instead; remove \.local\/runs\/run-4\.json/,
      ),
      expect.stringContaining('run-3'),
    ]);
    await rm(fileOf('run-2.json'));
    const older = await findRun(cwd, 'last', { seed: 7 }, warn);
    expect(older).toEqual({ name: 'run-1', options: { seed: 1, titles: 20 } });
  });

  it.each([
    ['that was written later, of two that started in one second', [], 'run-2026-11-25T21-00-00Z-a'],
    [
      'that started later, whenever its file was written',
      ['run-2026-11-25T21-00-01Z-c'],
      'run-2026-11-25T21-00-01Z-c',
    ],
  ])('is of the run %s', async (_, others, expected) => {
    const at = async (name: string, written: number) => {
      await recordRun(cwd, name, { seed: 1 });
      await utimes(fileOf(`${name}.json`), written, written);
    };
    await at('run-2026-11-25T21-00-00Z-a', 30);
    await at('run-2026-11-25T21-00-00Z-b', 20);
    for (const name of others) await at(name, 10);

    expect(await findRun(cwd, 'last', { seed: 7 }, warn)).toMatchObject({ name: expected });
  });

  it('has a remedy in its error if it is damaged and requested by name', async () => {
    await recordRun(cwd, 'run-1', { seed: 1 });
    await writeFile(fileOf('run-1.json'), '{"se');

    await expect(findRun(cwd, 'run-1', { seed: 7 }, warn)).rejects.toThrow(
      /^the record of run-1 is damaged, .*: start a new run, or redrive it in `tvguide up`/,
    );
    await rm(fileOf('run-1.json'));
    await expect(findRun(cwd, 'last', { seed: 7 }, warn)).rejects.toThrow('there is no run to redrive yet');
  });

  it('leaves no other file, and removes the files of a killed process', async () => {
    await recordRun(cwd, 'run-1', { seed: 1 });
    await writeFile(fileOf('run-0.json.11111111-2222-4333-8444-555555555555.tmp'), '{"se');
    await recordRun(cwd, 'run-2', { seed: 2 });

    expect(await readdir(join(cwd, '.local', 'runs'))).toEqual(['run-1.json', 'run-2.json']);
  });
});
