import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';

/** A fault of a PutRecords call. `lose` performs the call and drops its answer. */
export type CallFault = 'pass' | 'reject' | 'fail' | 'delay' | 'lose';

/** A server in front of Kinesis that injects faults into PutRecords calls. */
export interface StreamProxy {
  readonly url: string;
  /** The number of calls by fault. */
  readonly met: ReadonlyMap<CallFault, number>;
  close(): Promise<void>;
}

interface PutRecordsBody {
  readonly StreamName: string;
  readonly Records: readonly object[];
}

/** Starts a stream proxy on loopback. `next` returns the fault of the next call. */
export async function startStreamProxy(target: string, next: () => CallFault): Promise<StreamProxy> {
  const met = new Map<CallFault, number>();
  const server = createServer((request, response) => {
    void pass(request, response, target, () => {
      const fault = next();
      met.set(fault, (met.get(fault) ?? 0) + 1);
      return fault;
    }).catch(() => request.socket.destroy());
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    met,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function pass(
  request: IncomingMessage,
  response: ServerResponse,
  target: string,
  next: () => CallFault,
): Promise<void> {
  const body = await text(request);
  const isPut = String(request.headers['x-amz-target']).endsWith('.PutRecords');
  const fault = isPut ? next() : 'pass';
  if (fault === 'delay') await pause(500);
  if (fault === 'fail') answer(response, 500, { __type: 'InternalFailureException' });
  else if (fault === 'reject') answer(response, 200, await putHalf(request, body, target));
  else {
    const forwarded = await forward(request, body, target);
    if (fault === 'lose') request.socket.destroy();
    else answer(response, forwarded.status, await forwarded.json().catch(() => ({})));
  }
}

/** Writes every second record and refuses the others, as a stream does above its throughput. */
async function putHalf(request: IncomingMessage, body: string, target: string): Promise<object> {
  const { Records, ...rest } = JSON.parse(body) as PutRecordsBody;
  const kept = Records.filter((_, index) => index % 2 === 1);
  const written = kept.length === 0 ? [] : await put(request, { ...rest, Records: kept }, target);
  const results = Records.map(
    (_, index) =>
      (index % 2 === 1 ? written[(index - 1) / 2] : undefined) ?? {
        ErrorCode: 'ProvisionedThroughputExceededException',
        ErrorMessage: 'Rate exceeded for shard shardId-000000000000',
      },
  );
  return { FailedRecordCount: Records.length - kept.length, Records: results };
}

async function put(request: IncomingMessage, body: object, target: string): Promise<readonly object[]> {
  const response = await forward(request, JSON.stringify(body), target);
  return ((await response.json()) as { readonly Records: readonly object[] }).Records;
}

function forward(request: IncomingMessage, body: string, target: string): Promise<Response> {
  const names = ['x-amz-target', 'content-type', 'authorization', 'x-amz-date'] as const;
  const headers = Object.fromEntries(names.map((name) => [name, String(request.headers[name] ?? '')]));
  return fetch(target, { method: 'POST', headers, body });
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body));
}
