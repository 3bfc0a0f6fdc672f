import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readSchedule } from '../../../../cli/commands/up/schedule-setting.ts';
import { settingsOf } from '../../../../infra/stages.ts';
import { folderEachTest } from '../../support/folder-each-test.ts';

const NOON = Date.parse('2026-11-24T12:00:00Z');
const folder = folderEachTest();

const read = (expression?: string) => readSchedule(expression, { cwd: folder.path, now: () => NOON });

describe('the schedule of npm run dev', () => {
  it('is that of cdk.json, in its time zone', async () => {
    const context = { scheduleExpression: 'cron(0 6 * * ? *)', scheduleTimeZone: 'Asia/Tokyo' };
    await writeFile(join(folder.path, 'cdk.json'), JSON.stringify({ context }));
    const { schedule, ...written } = await read();

    expect(written).toEqual({ expression: 'cron(0 6 * * ? *)', timeZone: 'Asia/Tokyo' });
    expect(new Date(schedule.next(NOON, NOON)!).toISOString()).toBe('2026-11-24T21:00:00.000Z');
  });

  it('is that of the stage where cdk.json says nothing else', async () => {
    const { scheduleExpression: expression, scheduleTimeZone: timeZone } = settingsOf('prod');

    expect(await read()).toMatchObject({ expression, timeZone });
  });

  it.each([
    ['cron(0 6 31 2 ? *)', 'cron(0 6 31 2 ? *) never matches a time'],
    ['cron(0 6 * * ? 2020)', 'cron(0 6 * * ? 2020) has no run in the future: its years are past'],
    ['cron(0 6 * * * *)', 'exactly one of day of month and day of week must be ?'],
  ])('is not %s', async (expression, message) => {
    await expect(read(expression)).rejects.toThrow(message);
    await expect(read(expression)).rejects.toMatchObject({ name: 'UsageError' });
  });
});
