import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { findWorld } from '../../../../cli/commands/replay/find-world.ts';
import { folderEachTest } from '../../support/folder-each-test.ts';

describe('the catalogue of a replay', () => {
  const folder = folderEachTest();
  const find = async (options: object, env: Readonly<Record<string, string>> = {}) =>
    (await findWorld(options, { cwd: folder.path, env })).catalogue;

  it('has the retention of its stage', async () => {
    expect(await find({})).toEqual({ tableName: 'TvGuideCatalogue', keepDays: 30 });
    expect(await find({ stage: 'dev' })).toEqual({ tableName: 'TvGuideCatalogue-dev', keepDays: 30 });
  });

  it('keeps titles until they leave on a paid plan', async () => {
    await writeFile(join(folder.path, 'cdk.json'), JSON.stringify({ context: { plan: 'paid' } }));

    expect(await find({})).toMatchObject({ keepDays: null });
  });

  it('has that of this machine with --local', async () => {
    expect(await find({ local: true })).toEqual({ tableName: 'TvGuideCatalogue-stand-in', keepDays: 30 });
    expect(await find({ local: true }, { TVGUIDE_KEEP_DAYS: '90' })).toMatchObject({ keepDays: 90 });
  });
});
