import { Readable } from 'node:stream';
import {
  ConditionalCheckFailedException,
  DynamoDBServiceException,
  ResourceInUseException,
  ResourceNotFoundException,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { omitUndefined } from '../../events/omit-undefined.ts';
import { binaryFromBase64, binaryToBase64 } from '../../local/stepfunctions/testing.ts';
import { parseJson } from '../../local/stepfunctions/index.ts';
import { createStore, perform, type DynaliteStore } from '../../local/dynamodb/dynalite.ts';
import { DynamodbRefusal } from '../../local/dynamodb/dynamodb-refusal.ts';

/** The part of the SDK's client that the project uses. */
export type DynamodbSender = Pick<DynamoDBClient, 'send'>;

/** The errors of items and tables with a class in the SDK. */
const MODELLED = {
  ConditionalCheckFailedException,
  ResourceInUseException,
  ResourceNotFoundException,
} as const;

/**
 * Creates a fast DynamoDB for tests. It takes the commands of the SDK and runs dynalite's operations on tables in
 * memory, without HTTP. An operation takes effect when it is sent. Its answer arrives before the next `setImmediate`,
 * so that a virtual clock stands still.
 */
export function createInProcessDynamodb(): DynamodbSender {
  const store = createStore({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  Object.assign(store.db, memoryLevel());
  const send = async (
    command: { readonly input: object },
    options?: { readonly abortSignal?: AbortSignal },
  ): Promise<object> => {
    options?.abortSignal?.throwIfAborted();
    const operation = command.constructor.name.replace(/Command$/, '');
    const request = copyOf(binaryToBase64(command.input));
    const answer = await perform(store, operation, request).catch((error: unknown) => {
      throw error instanceof DynamodbRefusal ? sdkError(error) : error;
    });
    if (operation === 'CreateTable') await activate(store, request);
    // The store keeps texts, so this answer can be changed.
    return { ...omitUndefined(binaryFromBase64(answer) as object), $metadata: metadata(200) };
  };
  return { send: send as DynamoDBClient['send'] };
}

/** Copies a value through JSON, which removes undefined members. */
function copyOf(value: unknown): object {
  return parseJson(JSON.stringify(value)) as object;
}

function metadata(httpStatusCode: number) {
  return { httpStatusCode, requestId: 'in-process', attempts: 1, totalRetryDelay: 0 };
}

/** Converts a refusal to the error that the SDK's client throws. */
function sdkError({ statusCode, body }: DynamodbRefusal): DynamoDBServiceException {
  const { __type, message = body.Message ?? '' } = body;
  const name = __type.slice(__type.indexOf('#') + 1);
  const facts = { message, $metadata: metadata(statusCode) };
  return Object.hasOwn(MODELLED, name)
    ? new MODELLED[name as keyof typeof MODELLED](facts)
    : new DynamoDBServiceException({ name, $fault: 'client', ...facts });
}

/** dynalite makes a table active with a timer, for which nobody waits here. */
async function activate(
  { db }: DynaliteStore,
  { TableName }: { readonly TableName?: string },
): Promise<void> {
  for await (const [key, table] of db.iterator({ gte: `table~${TableName}`, lt: `table~${TableName}\0` })) {
    await db.put(key, { ...(table as object), TableStatus: 'ACTIVE' });
  }
}

type Callback = (error: null, value?: unknown) => void;

interface Range {
  readonly gt?: string;
  readonly gte?: string;
  readonly lt?: string;
  readonly lte?: string;
  readonly reverse?: boolean;
}

/** The methods of LevelDB that dynalite uses, on a map of JSON texts. They call back synchronously. */
function memoryLevel() {
  const texts = new Map<string, string>();
  const valueOf = (key: string): unknown => {
    const text = texts.get(key);
    return text === undefined ? undefined : parseJson(text);
  };
  const keysIn = ({ gt, gte, lt, lte, reverse = false }: Range = {}): string[] => {
    const isInside = (key: string) =>
      (gt === undefined || key > gt) &&
      (gte === undefined || key >= gte) &&
      (lt === undefined || key < lt) &&
      (lte === undefined || key <= lte);
    const keys = [...texts.keys()].filter(isInside).sort();
    return reverse ? keys.reverse() : keys;
  };
  const write = (key: string, value: unknown) => void texts.set(key, JSON.stringify(value));
  return {
    get: (key: string, callback: Callback) => callback(null, valueOf(key)),
    put(key: string, value: unknown, callback?: Callback) {
      write(key, value);
      callback?.(null);
    },
    del(key: string, callback: Callback) {
      texts.delete(key);
      callback(null);
    },
    batch(
      changes: readonly { readonly type: 'put' | 'del'; readonly key: string; readonly value?: unknown }[],
      callback: Callback,
    ) {
      for (const { type, key, value } of changes) {
        if (type === 'del') texts.delete(key);
        else write(key, value);
      }
      callback(null);
    },
    createKeyStream: (range?: Range) => Readable.from(keysIn(range)),
    createValueStream: (range?: Range) => Readable.from(keysIn(range).map(valueOf)),
    *iterator(range: Range) {
      for (const key of keysIn(range)) yield [key, valueOf(key)];
    },
  };
}
