import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { beginDays, readDayZero } from '../../../local/composition/day-zero.ts';

let dataFolder: string;
beforeEach(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'day-zero-'));
});
afterEach(() => rm(dataFolder, { recursive: true, force: true }));

const at = (text: string) => readDayZero(dataFolder, { now: () => Date.parse(text) });

describe('the day on which the stand-in was created', () => {
  it('is that of its first start in a data folder', async () => {
    const first = await at('2026-11-24T18:00:00.750Z');

    expect(first).toBe(Date.parse('2026-11-24T18:00:00Z'));
    expect(await at('2026-12-05T06:00:00Z')).toBe(first);
  });

  it('is another one after the days have begun again', async () => {
    await at('2026-11-24T18:00:00Z');
    const began = await beginDays(dataFolder, { now: () => Date.parse('2026-11-20T06:00:00.999Z') });

    expect(began).toBe(Date.parse('2026-11-20T06:00:00Z'));
    expect(await at('2026-12-05T06:00:00Z')).toBe(began);
  });

  it.each(['{}', '{"createdAt":"soon"}', '7', '{"createdAt"'])('is not read from %s', async (text) => {
    await writeFile(join(dataFolder, 'watchmode.json'), text);

    await expect(at('2026-12-05T06:00:00Z')).rejects.toMatchObject({
      name: 'JsonFileCorrupted',
      message: expect.stringContaining('watchmode.json is damaged'),
    });
  });
});
