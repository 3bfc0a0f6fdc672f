import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A Step Functions that describes the executions of a test. */
export interface StepFunctionsServer {
  readonly endpoint: string;
  /** The answers of DescribeExecution, by ARN. */
  readonly executions: Map<string, Readonly<Record<string, unknown>>>;
  close(): Promise<void>;
}

/** Starts a server on a free port of the loopback interface. */
export async function startStepFunctionsServer(): Promise<StepFunctionsServer> {
  const executions: StepFunctionsServer['executions'] = new Map();
  const http = createServer((request, response) => {
    void text(request).then((body) => {
      const { executionArn } = JSON.parse(body) as { executionArn: string };
      const isDescribe = request.headers['x-amz-target'] === 'AWSStepFunctions.DescribeExecution';
      const found = isDescribe ? executions.get(executionArn) : undefined;
      const answer = found ?? { __type: isDescribe ? 'ExecutionDoesNotExist' : 'UnknownOperation' };
      response.writeHead(found === undefined ? 400 : 200, { 'content-type': 'application/x-amz-json-1.0' });
      response.end(JSON.stringify(answer));
    });
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const { port } = http.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    executions,
    async close() {
      http.closeAllConnections();
      http.close();
      await once(http, 'close');
    },
  };
}
