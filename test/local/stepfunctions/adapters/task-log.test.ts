import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { TaskLog, taskLogPath } from '../../../../local/stepfunctions/adapters/task-log.ts';

const TOP = 'arn:aws:states:eu-west-2:000000000000:execution:machine:run-1';
const CHILD = 'arn:aws:states:eu-west-2:000000000000:execution:machine/Label:0a1b';

describe('the log of the tasks', () => {
  let folder: string;
  let warnings: string[];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'task-log-'));
    warnings = [];
  });
  afterEach(() => rm(folder, { recursive: true }));

  const open = () =>
    new TaskLog({
      dataFolder: folder,
      topLevelOf: (arn) => (arn === CHILD ? TOP : arn),
      warn: (message) => warnings.push(message),
    });
  const linesOf = async (executionArn: string): Promise<unknown[]> => {
    const text = await readFile(taskLogPath(folder, executionArn), 'utf8');
    return text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);
  };

  it('has one file for each top-level execution, whose lines name their attempt', async () => {
    const log = open();
    const attempt = (executionArn: string, eventId: number) => ({
      executionArn,
      stateName: 'Work',
      eventId,
    });
    await Promise.all([
      log.during(attempt(CHILD, 2), async () => {
        await Promise.resolve();
        log.writeLine('{"level":"WARN","message":"slow"}');
      }),
      log.during(attempt(TOP, 0), async () => {
        await Promise.resolve();
        log.writeLine('{"status":200,"_aws":{"Timestamp":0,"CloudWatchMetrics":[]}}');
        log.writeLine('no JSON');
      }),
    ]);
    await log.close();
    expect(taskLogPath(folder, TOP)).toBe(join(folder, 'logs/machine/run-1.jsonl'));
    expect(await linesOf(TOP)).toEqual(
      expect.arrayContaining([
        { level: 'WARN', message: 'slow', executionArn: CHILD, state: 'Work', eventId: 2 },
        {
          timestamp: '1970-01-01T00:00:00.000Z',
          status: 200,
          executionArn: TOP,
          state: 'Work',
          eventId: 0,
        },
        { message: 'no JSON', executionArn: TOP, state: 'Work', eventId: 0 },
      ]),
    );
  });

  it('is appended to by later processes', async () => {
    for (const message of ['first', 'second']) {
      const log = open();
      await log.during({ executionArn: TOP, stateName: 'Work', eventId: 0 }, () => {
        log.writeLine(JSON.stringify({ message }));
        return Promise.resolve();
      });
      await log.close();
    }
    expect(await linesOf(TOP)).toMatchObject([{ message: 'first' }, { message: 'second' }]);
  });

  it.each(['..', 'naïve', 'x'.repeat(121)])('has a plain file name for an execution called %s', (name) => {
    const path = taskLogPath(folder, `arn:aws:states:eu-west-2:000000000000:execution:machine:${name}`);
    expect(path).toMatch(/logs\/machine\/[0-9a-f]{64}\.jsonl$/);
  });

  it('warns once if it cannot be written, fails no task, and continues when it can', async () => {
    await writeFile(join(folder, 'logs'), 'in the way');
    const log = open();
    const write = async (message: string) => {
      await log.during({ executionArn: TOP, stateName: 'Work', eventId: 0 }, () => {
        log.writeLine(JSON.stringify({ message }));
        return Promise.resolve();
      });
      await log.close();
    };
    await write('lost');
    await write('lost');
    await rm(join(folder, 'logs'));
    await write('kept');
    expect(warnings).toEqual([expect.stringContaining('cannot write the log of the tasks: ')]);
    expect(await linesOf(TOP)).toMatchObject([{ message: 'kept' }]);
  });
});
