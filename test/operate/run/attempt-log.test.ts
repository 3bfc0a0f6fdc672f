import { appendFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { readAttemptLogs } from '../../../operate/run/attempt-log.ts';
import { folderEachTest } from '../../cli/support/folder-each-test.ts';

const ARN = 'arn:aws:states:eu-west-2:000000000000:execution:title-ingestion/IngestTitles:child';
const AT = Date.parse('2026-11-24T06:00:00.500Z');
const line = (changes: Readonly<Record<string, unknown>> = {}) =>
  `${JSON.stringify({
    timestamp: new Date(AT).toISOString(),
    level: 'INFO',
    message: 'asked',
    task: 'fetch-title-details',
    requestId: 'a-request',
    executionArn: ARN,
    state: 'Fetch title details',
    eventId: 5,
    ...changes,
  })}\n`;

describe('the logs of the attempts of an execution', () => {
  const folder = folderEachTest();
  let path: string;
  const write = (text: string) => writeFile(path, text);
  const texts = async (eventId = 5) =>
    (await readAttemptLogs(path, ARN)).get(eventId)?.map(({ text }) => text) ?? [];

  beforeEach(() => {
    path = join(folder.path, 'run.jsonl');
  });

  it('have the lines of each attempt, without those of concurrent ones', async () => {
    await write(
      [
        line({ message: 'first' }),
        line({ message: 'of a neighbour', eventId: 6 }),
        line({ message: 'of another child', executionArn: `${ARN}-2` }),
        line({ message: 'about another child', executionArn: 'other', about: ARN }),
        line({ message: 'second' }),
        line({ message: 'of an earlier release', eventId: undefined }),
      ].join(''),
    );

    expect(await texts()).toEqual(['first', 'second']);
    expect(await texts(6)).toEqual(['of a neighbour']);
    expect(await texts(7)).toEqual([]);
  });

  it('have the level, the fields and the whole line, without the common fields', async () => {
    const metrics = { milliseconds: 12.3456, request: 'GET /title/7', source: { a: 1 }, Stage: 'local' };
    const written = line({ level: undefined, message: undefined, ...metrics });
    await write(`${written}${line({ timestamp: undefined, level: 'WARN' })}`);

    expect((await readAttemptLogs(path, ARN)).get(5)).toEqual([
      {
        at: AT,
        level: 'METRIC',
        text: 'milliseconds=12.3 request="GET /title/7" source={"a":1}',
        line: written.trim(),
      },
      expect.objectContaining({ at: 0, level: 'WARN', text: 'asked' }),
    ]);
  });

  it('skip incomplete and invalid lines, and have later ones', async () => {
    const cut = JSON.stringify({ executionArn: ARN }).slice(2);
    await write(`${cut}\nnull\n[]\n7\n${line({ message: 'first' })}{"timestamp":"20`);
    expect(await texts()).toEqual(['first']);

    await write(line({ message: 'first' }));
    await appendFile(path, line({ message: 'second' }));
    expect(await texts()).toEqual(['first', 'second']);
  });

  it('are empty where there is no file', async () => {
    expect(await readAttemptLogs(path, ARN)).toEqual(new Map());
  });

  it('say so where the file cannot be read', async () => {
    await expect(readAttemptLogs(folder.path, ARN)).rejects.toThrow(
      `cannot read ${folder.path}: it is a folder`,
    );
  });

  it('are read from the end of a log that is too long', async () => {
    const filler = line({ eventId: 6, message: 'x'.repeat(100_000) });
    await write(`${line({ message: 'too long ago' })}${filler.repeat(180)}${line({ message: 'newest' })}`);

    expect(await texts()).toEqual(['newest']);
  });
});
