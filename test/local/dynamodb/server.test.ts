import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { connect } from 'node:net';
import fetch from 'node-fetch';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  ConditionalCheckFailedException,
  DescribeTableCommand,
  GetItemCommand,
  InternalServerError,
  ListTablesCommand,
  PutItemCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import {
  DynamodbFolderUnusable,
  DynamodbPortUnusable,
} from '../../../local/dynamodb/dynamodb-start-error.ts';
import { DynamodbFileDamaged } from '../../../local/dynamodb/file-digests.ts';
import { createTable, openDynamodb, type OpenDynamodb } from './support/local-dynamodb.ts';

const TABLE = 'progress';
const Key = { feed: { S: 'f' }, item: { S: 'claim' } };

const NODE_MODULES = join(import.meta.dirname, '../../../node_modules');
/** The SDK warns about old versions of Node.js by default. */
const CHILD_ENVIRONMENT = {
  NODE_PATH: NODE_MODULES,
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
};

let folder: string;
let opened: OpenDynamodb[];

beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'dynamodb-')), 'progress');
  opened = [];
});
afterEach(async () => {
  for (const one of opened) await one.close();
  await rm(join(folder, '..'), { recursive: true, force: true });
});

async function open(...options: Parameters<typeof openDynamodb>): Promise<OpenDynamodb> {
  const one = await openDynamodb(...options);
  opened.push(one);
  return one;
}

describe('the local DynamoDB', () => {
  it('keeps items in its folder from one start to the next', async () => {
    const first = await open({ path: folder });
    await createTable(first.client, TABLE);
    await first.client.send(new PutItemCommand({ TableName: TABLE, Item: { ...Key, by: { S: 'a' } } }));
    await opened.pop()!.close();

    const { client } = await open({ path: folder });
    const { Item } = await client.send(new GetItemCommand({ TableName: TABLE, Key }));

    expect(Item).toEqual({ ...Key, by: { S: 'a' } });
  });

  it('keeps items in memory without a folder', async () => {
    const first = await open();
    await createTable(first.client, TABLE);
    const second = await open();

    expect((await first.client.send(new ListTablesCommand({}))).TableNames).toEqual([TABLE]);
    expect((await second.client.send(new ListTablesCommand({}))).TableNames).toEqual([]);
  });

  it('has the Region and the account in the ARN of a table', async () => {
    const { client } = await open();
    await createTable(client, TABLE);

    const { Table } = await client.send(new DescribeTableCommand({ TableName: TABLE }));

    expect(Table?.TableArn).toBe('arn:aws:dynamodb:eu-west-2:000000000000:table/progress');
  });

  it('answers with the errors of DynamoDB', async () => {
    const { client, defects } = await open();
    await createTable(client, TABLE);
    const put = () =>
      client.send(
        new PutItemCommand({
          TableName: TABLE,
          Item: Key,
          ConditionExpression: 'attribute_not_exists(feed)',
        }),
      );
    await put();

    await expect(put()).rejects.toThrow(ConditionalCheckFailedException);
    await expect(
      client.send(
        new TransactWriteItemsCommand({ TransactItems: [{ Put: { TableName: TABLE, Item: Key } }] }),
      ),
    ).rejects.toThrow(expect.objectContaining({ name: 'UnknownOperationException' }));
    expect(defects).toEqual([]);
  });

  it('lets exactly one of many concurrent conditional writes succeed', async () => {
    const { client } = await open({ path: folder });
    await createTable(client, TABLE);

    const outcomes = await Promise.allSettled(
      Array.from({ length: 20 }, (_, n) =>
        client.send(
          new PutItemCommand({
            TableName: TABLE,
            Item: { ...Key, by: { N: String(n) } },
            ConditionExpression: 'attribute_not_exists(feed)',
          }),
        ),
      ),
    );

    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('refuses requests of web pages, and bodies that are not JSON', async () => {
    const { dynamodb, defects } = await open();
    const post = (headers: Record<string, string>, body: string) =>
      fetch(dynamodb.endpoint, {
        method: 'POST',
        headers: { 'x-amz-target': 'DynamoDB_20120810.ListTables', ...headers },
        body,
      });

    const page = await post({ origin: 'http://example.com' }, '{}');
    expect(page.status).toBe(403);
    expect(page.headers.has('access-control-allow-origin')).toBe(false);
    expect((await post({ host: 'example.com' }, '{}')).status).toBe(403);
    const malformed = await post({}, '{');
    expect(malformed.status).toBe(400);
    expect(await malformed.text()).toContain('SerializationException');
    expect(defects).toEqual([]);
  });

  it('survives a client that disconnects during a request', async () => {
    const { dynamodb, client, defects } = await open();
    const { port } = new URL(dynamodb.endpoint);
    const socket = connect(Number(port), '127.0.0.1');
    await once(socket, 'connect');
    const head = ['POST / HTTP/1.1', 'Host: local', 'X-Amz-Target: DynamoDB_20120810.ListTables'];
    socket.write([...head, 'Content-Length: 100', '', '{"Lim'].join('\r\n'));
    socket.destroy();

    expect((await client.send(new ListTablesCommand({}))).TableNames).toEqual([]);
    expect(defects).toEqual([]);
  });

  it('reports a record that it cannot read, and answers InternalServerError', async () => {
    const first = await open({ path: folder });
    await createTable(first.client, TABLE);
    await first.client.send(new PutItemCommand({ TableName: TABLE, Item: Key }));
    await opened.pop()!.close();
    await damageItems(folder);

    const { client, defects } = await open({ path: folder });

    await expect(client.send(new GetItemCommand({ TableName: TABLE, Key }))).rejects.toThrow(
      InternalServerError,
    );
    expect(defects).toContainEqual(expect.objectContaining({ code: 'LEVEL_DECODE_ERROR' }));
  });
});

describe('the end of the local DynamoDB', () => {
  it('does not wait for keep-alive connections', async () => {
    const { dynamodb, client } = await openDynamodb();
    await client.send(new ListTablesCommand({}));
    const begun = performance.now();

    await dynamodb.close();

    expect(performance.now() - begun).toBeLessThan(400);
    client.destroy();
  });

  it('keeps an acknowledged write after an immediate kill', async () => {
    const script = join(folder, '../writing-process.mjs');
    await bundle(join(import.meta.dirname, 'support/writing-process.ts'), script);
    const child = execFile(process.execPath, [script, folder, TABLE], { env: CHILD_ENVIRONMENT });
    const ended = once(child, 'exit');
    let stderr = '';
    child.stderr?.on('data', (text: string) => (stderr += text));
    const said = await Promise.race([once(child.stdout!, 'data'), ended]);
    child.kill('SIGKILL');
    await ended;

    expect(stderr).toBe('');
    expect(said).toEqual(['written\n']);
    const { client } = await open({ path: folder });
    const { Item } = await client.send(new GetItemCommand({ TableName: TABLE, Key }));

    expect(Item).toEqual(Key);
  });
});

describe('the start of the local DynamoDB', () => {
  it('reports that its port is in use, and leaves its folder closed', async () => {
    const { dynamodb } = await open();
    const port = Number(new URL(dynamodb.endpoint).port);

    const error = await openDynamodb({ port, path: folder }).catch((reason: unknown) => reason);

    expect(error).toBeInstanceOf(DynamodbPortUnusable);
    expect(error).toMatchObject({
      port,
      message: `the local DynamoDB cannot use port ${port}: it is in use`,
    });
    await open({ path: folder });
  });

  it('reports that its folder is open elsewhere', async () => {
    await open({ path: folder });

    const error = await openDynamodb({ path: folder }).catch((reason: unknown) => reason);

    expect(error).toBeInstanceOf(DynamodbFolderUnusable);
    expect(error).toMatchObject({ folder, message: expect.stringContaining('stop that process first') });
  });

  it('reports that its files are damaged', async () => {
    await open({ path: folder });
    await opened.pop()!.close();
    const manifest = (await readdir(folder)).find((name) => name.startsWith('MANIFEST'))!;
    await writeFile(join(folder, manifest), 'x'.repeat(100));

    const error = await openDynamodb({ path: folder }).catch((reason: unknown) => reason);

    expect(error).toBeInstanceOf(DynamodbFolderUnusable);
    expect(error).toMatchObject({ folder, message: expect.stringContaining('move the folder away') });
  });

  it.each(['.log', '.ldb'])('names a %s file with a flipped bit', async (extension) => {
    await writeItem();
    // LevelDB converts its log to tables when it opens.
    if (extension === '.ldb') await (await openDynamodb({ path: folder })).close();
    const file = await flipBit(extension);

    const error = await openDynamodb({ path: folder }).catch((reason: unknown) => reason);

    expect(error).toBeInstanceOf(DynamodbFileDamaged);
    expect(error).toMatchObject({ path: file, message: expect.stringContaining(`${file} is damaged: move`) });
    await rm(join(folder, 'digests.json'));
    await open({ path: folder });
  });

  it('names its file of digests if it is damaged', async () => {
    await writeItem();
    const path = join(folder, 'digests.json');
    await writeFile(path, (await readFile(path, 'utf8')).slice(1));

    await expect(openDynamodb({ path: folder })).rejects.toMatchObject({ name: 'DynamodbFileDamaged', path });
  });

  it('reports lost writes after a kill if their log is damaged', async () => {
    await writeItem();
    // A killed process writes no digests.
    await rm(join(folder, 'digests.json'));
    await flipBit('.log');

    expect((await open({ path: folder })).warnings).toEqual([
      expect.stringMatching(/\d+\.log was damaged: \d+ bytes of the last writes .* are lost$/),
    ]);
    await opened.pop()!.close();
    expect((await open({ path: folder })).warnings).toEqual([]);
  });

  it('reports a file with the name of its folder', async () => {
    await writeFile(folder, '');

    await expect(openDynamodb({ path: folder })).rejects.toThrow(DynamodbFolderUnusable);
  });
});

/** Opens a database, writes an item and closes the database. */
async function writeItem(): Promise<void> {
  const writing = await openDynamodb({ path: folder });
  await createTable(writing.client, TABLE);
  await writing.client.send(new PutItemCommand({ TableName: TABLE, Item: Key }));
  await writing.close();
}

/** Changes the last byte of items in the newest file with this extension. Returns the file. */
async function flipBit(extension: string): Promise<string> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(extension)).sort();
  const file = join(folder, names.at(-1)!);
  const bytes = await readFile(file);
  const place = extension === '.log' ? bytes.length - 1 : 20;
  bytes[place]! ^= 1;
  await writeFile(file, bytes);
  return file;
}

/** Bundles like the command line: without dynalite. */
async function bundle(entryPoint: string, outfile: string): Promise<void> {
  await build({
    entryPoints: [entryPoint],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    banner: {
      js: "import { createRequire as forBundle } from 'node:module'; const require = forBundle(import.meta.url);",
    },
    logLevel: 'silent',
  });
}

/** Replaces each item in a closed folder with invalid JSON. */
async function damageItems(path: string): Promise<void> {
  const { Level } = createRequire(import.meta.url)('level') as {
    Level: new (path: string) => {
      keys(): AsyncIterable<string>;
      put(key: string, value: string): Promise<void>;
      close(): Promise<void>;
    };
  };
  const level = new Level(path);
  const keys: string[] = [];
  for await (const key of level.keys()) keys.push(key);
  for (const key of keys.filter((one) => one.startsWith('item-'))) await level.put(key, 'x');
  await level.close();
}
