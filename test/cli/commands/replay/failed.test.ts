import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { encodeAggregatedRecord } from '../../../../events/kpl/encode.ts';
import { writeFailure } from '../../../../local/event-source-mapping/failure-folder.ts';
import { shareDynamodb } from '../../../local/dynamodb/support/shared-dynamodb.ts';
import { temporaryFolder, type TemporaryFolder } from '../../support/child.ts';
import { runCli } from '../../support/fake-io.ts';
import { createCatalogue, SOURCE, STORY, SWEEP, TABLE, type TestCatalogue } from './support/catalogue.ts';

const dynamodb = shareDynamodb();
let catalogue: TestCatalogue;
let folder: TemporaryFolder;
beforeEach(async () => {
  catalogue = await createCatalogue(dynamodb);
  folder = await temporaryFolder();
});
afterEach(async () => {
  await catalogue.drop();
  await folder.remove();
});

const replay = (args: readonly string[]) =>
  runCli(['replay', '--local', ...args], {
    cwd: folder.path,
    env: { TVGUIDE_LOCAL_DYNAMODB_ENDPOINT: dynamodb.dynamodb.endpoint },
  });
const bytesOf = (event: unknown) => Buffer.from(JSON.stringify(event));

describe('tvguide replay --failed', () => {
  const poison = { ...STORY[1], data: { ...STORY[1].data, title: 7 } };
  const failures = () => join(folder.path, '.local', 'failed-records');

  /** Writes the failure of one aggregated record. Returns its file. */
  async function failed(id: string, ...events: readonly unknown[]): Promise<string> {
    const parts = events.map((event) => ({ partitionKey: '1', data: bytesOf(event) }));
    const record = {
      ...{ shardId: 'shardId-000000000000', sequenceNumber: '496', partitionKey: '1' },
      ...{ data: encodeAggregatedRecord(parts), arrivedAt: Date.UTC(2026, 10, 29) },
    };
    const stamp = { now: Date.UTC(2026, 10, 29), id };
    const givenUp = { records: [record], condition: 'RetryAttemptsExhausted', invocations: 6 } as const;
    return writeFailure(failures(), givenUp, SOURCE, stamp);
  }

  const NAME = `aws/lambda/${SOURCE.mappingId}/shardId-000000000000/2026/11/29/2026-11-29T00.00.00`;

  it('takes what the consumer can take now, and tells why the rest stays', async () => {
    const taken = await failed('one', STORY[0], STORY[2]);
    const staying = await failed('two', STORY[3], poison);
    const { code, stdout, stderr } = await replay(['--failed']);

    expect(stdout.split('\n')).toEqual([
      `taken  ${NAME}-one`,
      `stays  ${NAME}-two`,
      expect.stringMatching(/^ {7}record 496: \/data\/title must be string/),
      '3 events in 2 records; 3 changed the catalogue',
      '',
    ]);
    expect(stderr).toBe(
      `1 file stays in .local/failed-records: correct the consumer and replay again, or delete what nobody needs\n`,
    );
    expect(code).toBe(1);
    expect([existsSync(taken), existsSync(staying)]).toEqual([false, true]);
    expect(await catalogue.titles()).toEqual(['1', '3']);
  });

  it('takes the events of a sweep, which a consumer of before it has refused', async () => {
    await failed('one', ...STORY, ...SWEEP);
    const { code, stdout } = await replay(['--failed']);

    expect(stdout).toBe(`taken  ${NAME}-one\n9 events in 1 record; 9 changed the catalogue\n`);
    expect(code).toBe(0);
    const items = await catalogue.items();
    expect(items.filter((item) => item.includes('"Netflix"'))).toHaveLength(1);
  });

  it('takes a poison record after its repair', async () => {
    const file = await failed('one', poison);
    expect((await replay(['--failed'])).code).toBe(1);
    await failed('one', STORY[1]);
    const { code, stdout } = await replay(['--failed', '.local/failed-records', '--json']);

    expect(JSON.parse(stdout)).toEqual({
      folder: failures(),
      table: TABLE,
      files: [{ file: `${NAME}-one`, records: 1, events: 1, changed: 1, taken: true, faults: [] }],
    });
    expect(code).toBe(0);
    expect(existsSync(file)).toBe(false);
    expect(await catalogue.titles()).toEqual(['2']);
  });

  it.each([
    ['is not JSON', '{', /JSON/],
    [
      'has no payload',
      '{"requestContext":{}}',
      /^it has no payload: it is not an object of the S3 destination$/,
    ],
    ['is null', 'null', /^it has no payload/],
    ['has another payload', '{"payload":"{}"}', /^its payload has no Records$/],
    [
      'has no data',
      '{"payload":"{\\"Records\\":[{\\"kinesis\\":{}}]}"}',
      /^a record of its payload has no data$/,
    ],
  ])('leaves a file that %s', async (_, text, reason) => {
    const file = join(failures(), 'some/object');
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
    const { code, stdout } = await replay(['--failed', '--json']);

    const { files } = JSON.parse(stdout) as { readonly files: readonly { readonly faults: string[] }[] };
    expect(files).toEqual([
      expect.objectContaining({ file: 'some/object', taken: false, faults: [expect.stringMatching(reason)] }),
    ]);
    expect(code).toBe(1);
    expect(await readFile(file, 'utf8')).toBe(text);
  });

  it('keeps every file if the catalogue does not answer', async () => {
    const file = await failed('one', STORY[0]);
    await catalogue.drop();

    expect((await replay(['--failed'])).code).toBe(1);
    expect(existsSync(file)).toBe(true);
  });

  it('says that nothing has failed, and that a folder is missing', async () => {
    const nothing = await replay(['--failed']);
    expect(nothing).toMatchObject({ code: 0, stdout: 'no failed records in .local/failed-records\n' });

    const missing = await replay(['--failed', 'missing']);
    expect(missing).toMatchObject({
      code: 1,
      stderr: `tvguide: there is no folder ${join(folder.path, 'missing')}\n`,
    });
    await writeFile(join(folder.path, 'file'), '');
    expect((await replay(['--failed', 'file'])).stderr).toBe(
      `tvguide: cannot read the folder ${join(folder.path, 'file')}: it is a file\n`,
    );
  });
});
