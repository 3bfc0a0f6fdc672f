import { appendFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type LogQuery, TaskLog } from '../../console/server/task-log.ts';
import { temporaryFolder } from '../cli/testing/child.ts';

const AT = Date.parse('2026-11-24T06:00:00Z');
const query: LogQuery = {
  executionArn: 'child',
  topLevelArn: 'top',
  state: 'Fetch title details',
  titleId: 101,
  from: AT,
  to: AT + 1_000,
};
const line = (changes: Readonly<Record<string, unknown>> = {}) =>
  `${JSON.stringify({
    timestamp: new Date(AT + 500).toISOString(),
    level: 'INFO',
    message: 'asked',
    executionArn: 'child',
    state: 'Fetch title details',
    titleId: 101,
    ...changes,
  })}\n`;

describe('the log of the tasks', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let log: TaskLog;
  const write = (text: string) => writeFile(join(folder.path, 'top'), text);
  const texts = async (changes: Partial<LogQuery> = {}) =>
    (await log.linesOf({ ...query, ...changes })).map(({ text }) => text);

  beforeEach(async () => {
    folder = await temporaryFolder();
    log = new TaskLog((arn) => join(folder.path, arn));
  });

  afterEach(() => folder.remove());

  it('gives the lines of one attempt: of its execution, state, title and time', async () => {
    await write(
      [
        line({ message: 'own' }),
        line({ message: 'of another execution', executionArn: 'other' }),
        line({ message: 'of another state', state: 'Publish titles' }),
        line({ message: 'of another title', titleId: 1_011 }),
        line({ message: 'of one that ends alike', titleId: 9_101 }),
        line({ message: 'before', timestamp: new Date(AT - 10).toISOString() }),
        line({ message: 'after', timestamp: new Date(AT + 1_200).toISOString() }),
        line({ message: 'a little late', timestamp: new Date(AT + 1_040).toISOString() }),
        line({ message: 'without a moment', timestamp: undefined }),
      ].join(''),
    );

    expect(await texts()).toEqual(['own titleId=101', 'a little late titleId=101']);
    expect(await texts({ titleId: undefined })).toContain('of another title titleId=1011');
    expect(await texts({ to: Infinity })).toContain('after titleId=101');
  });

  it('tells level, facts and the whole line, with numbers that can be read', async () => {
    const written = line({ level: undefined, message: undefined, milliseconds: 12.3456, source: { a: 1 } });
    await write(written);

    expect(await log.linesOf(query)).toEqual([
      {
        at: AT + 500,
        level: 'METRIC',
        text: 'titleId=101 milliseconds=12.3 source={"a":1}',
        line: written.trim(),
      },
    ]);
  });

  it('passes over what is cut off or no JSON, and reads what was written since', async () => {
    await write(`mestamp":"cut"}\nnull\n[]\n7\n${line({ message: 'first' })}{"timestamp":"20`);
    expect(await texts()).toEqual(['first titleId=101']);

    await write(line({ message: 'first' }));
    await appendFile(join(folder.path, 'top'), line({ message: 'second' }));
    expect(await texts()).toEqual(['first titleId=101', 'second titleId=101']);
  });

  it('has no lines where there is no file', async () => {
    expect(await texts()).toEqual([]);
  });

  it('looks at the end of a log that is too long to be read', async () => {
    const filler = line({ state: 'Publish titles', message: 'x'.repeat(100_000) });
    await write(`${line({ message: 'too long ago' })}${filler.repeat(180)}${line({ message: 'newest' })}`);

    expect(await texts()).toEqual(['newest titleId=101']);
  });
});
