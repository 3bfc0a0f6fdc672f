import { createServer, type IncomingMessage } from 'node:http';
import { omitUndefined } from '../../events/omit-undefined.ts';
import {
  ApiError,
  closeServer,
  isFromWebPage,
  listenOnLoopback,
  messageOf,
  parseBody,
  readBody,
  type Clock,
  type Random,
} from '../stepfunctions/index.ts';
import { openDatabase, type Database } from './database.ts';
import { LOCAL_CREDENTIALS, type DynamodbEndpoint } from './dynamodb-client.ts';
import { DynamodbRefusal, type RefusalBody } from './dynamodb-refusal.ts';
import { DynamodbPortUnusable } from './dynamodb-start-error.ts';

/** The settings of the local DynamoDB. */
export interface LocalDynamodbOptions {
  /** The folder of the files, created if missing. @default in memory */
  readonly path?: string;
  /** The tables whose last writes a power cut may lose. @default none */
  readonly derivedTables?: readonly string[];
  /** @default 0, a free port */
  readonly port?: number;
  /** @default 'eu-west-2' */
  readonly region?: string;
  /** @default '000000000000' */
  readonly accountId?: string;
  readonly clock: Pick<Clock, 'sleep'>;
  readonly random: Pick<Random, 'uuid'>;
  /** Receives warnings. */
  readonly warn: (message: string) => void;
  /** Receives failures of the store, for example a full disk; the caller gets InternalServerError. */
  readonly onDefect: (error: unknown) => void;
}

/** A local DynamoDB in this process. */
export interface LocalDynamodb extends DynamodbEndpoint {
  /** The environment variables that point the AWS SDK to it. */
  readonly environment: Readonly<Record<string, string>>;
  /** Waits up to half a second for requests in progress, then closes all connections. */
  close(): Promise<void>;
}

/** Longer than the tasks' pause between requests, which would fail on a closed connection. */
const KEEP_ALIVE_MS = 60_000;
const TARGET = /^DynamoDB_20120810\.([A-Za-z]+)$/;

/**
 * Starts dynalite (https://github.com/architect/dynalite) in this process, on 127.0.0.1 only. Acknowledged writes
 * survive a kill of the process.
 *
 * Does not use dynalite's own server, which would end this process on a file error and waits for open connections when
 * it closes.
 *
 * @throws DynamodbFolderUnusable, DynamodbFileDamaged, DynamodbPortUnusable
 */
export async function startDynamodb(options: LocalDynamodbOptions): Promise<LocalDynamodb> {
  const {
    path,
    derivedTables,
    port = 0,
    region = 'eu-west-2',
    accountId = '000000000000',
    clock,
    warn,
  } = options;
  const database = await openDatabase({ ...omitUndefined({ path, derivedTables }), region, accountId, warn });
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => {
    void answerTo(request, database, options.onDefect).then(({ status, body }) => {
      if (response.destroyed) return;
      const text = JSON.stringify(body);
      response.writeHead(status, {
        'content-type': 'application/x-amz-json-1.0',
        'content-length': Buffer.byteLength(text),
        'x-amzn-requestid': options.random.uuid(),
        // Clients of a closing server must not reuse the connection.
        ...(server.listening ? {} : { connection: 'close' }),
      });
      response.end(text);
    });
  });
  const { url: endpoint } = await listenOnLoopback(server, port).catch(async (error: unknown) => {
    await database.close();
    throw new DynamodbPortUnusable(port, error);
  });
  return {
    endpoint,
    region,
    environment: {
      AWS_ENDPOINT_URL_DYNAMODB: endpoint,
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: LOCAL_CREDENTIALS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: LOCAL_CREDENTIALS.secretAccessKey,
    },
    async close() {
      try {
        await closeServer(server, clock);
      } finally {
        await database.close();
      }
    },
  };
}

interface Answer {
  readonly status: number;
  readonly body: object;
}

async function answerTo(
  request: IncomingMessage,
  database: Database,
  onDefect: (error: unknown) => void,
): Promise<Answer> {
  if (isFromWebPage(request.headers)) {
    return refusal(403, 'AccessDeniedException', 'Not for web pages: use a program of this machine');
  }
  try {
    const target = request.headers['x-amz-target'];
    const [, operation] = TARGET.exec(typeof target === 'string' ? target : '') ?? [];
    const body = parseBody(await readBody(request));
    if (operation === undefined || request.method !== 'POST') {
      return refusal(400, 'UnknownOperationException', `Unknown operation: ${String(target)}`);
    }
    return { status: 200, body: await database.perform(operation, body) };
  } catch (error) {
    if (error instanceof ApiError) return refusal(error.status, error.name, error.message);
    if (error instanceof DynamodbRefusal) return { status: error.statusCode, body: error.body };
    if (!request.complete) return refusal(400, 'RequestAbortedException', 'The request was cut off');
    onDefect(error);
    return refusal(500, 'InternalServerError', messageOf(error));
  }
}

function refusal(status: number, type: string, message: string): Answer {
  const body: RefusalBody = { __type: `com.amazonaws.dynamodb.v20120810#${type}`, message };
  return { status, body };
}
