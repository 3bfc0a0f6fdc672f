import { omitUndefined } from '../../interpreter/omit-undefined.ts';
import { utf8Length } from '../../interpreter/json.ts';

export interface InvokeResultFacts {
  /** JSON text. */
  readonly payload: string;
  readonly executedVersion: string;
  readonly requestId: string;
  readonly logResult?: string;
  /** Epoch milliseconds. */
  readonly date: number;
}

/**
 * Returns the JSON text of the result of `lambda:invoke`: the payload and metadata of the response.
 *
 * @see {@link https://docs.aws.amazon.com/step-functions/latest/dg/connect-lambda.html}
 */
export function invokeResult(facts: InvokeResultFacts): string {
  const { payload, executedVersion, requestId, logResult, date } = facts;
  const headers = {
    Connection: 'keep-alive',
    'Content-Length': String(utf8Length(payload)),
    'Content-Type': 'application/json',
    Date: new Date(date).toUTCString(),
    'X-Amz-Executed-Version': executedVersion,
    ...omitUndefined({ 'X-Amz-Log-Result': logResult }),
    'x-amzn-Remapped-Content-Length': '0',
    'x-amzn-RequestId': requestId,
    'X-Amzn-Trace-Id': traceId(requestId, date),
  };
  const allHeaders = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]]));
  const metadata = {
    SdkHttpMetadata: { AllHttpHeaders: allHeaders, HttpHeaders: headers, HttpStatusCode: 200 },
    SdkResponseMetadata: { RequestId: requestId },
    StatusCode: 200,
  };
  // The payload is JSON text already.
  const log = logResult === undefined ? '' : `"LogResult":${JSON.stringify(logResult)},`;
  const start = `{"ExecutedVersion":${JSON.stringify(executedVersion)},${log}"Payload":${payload},`;
  return start + JSON.stringify(metadata).slice(1);
}

/** Returns an X-Ray trace header as Lambda sends it, derived from the request id and not sampled. */
function traceId(requestId: string, date: number): string {
  const hex = requestId.replaceAll('-', '').padEnd(32, '0');
  const seconds = Math.floor(date / 1000)
    .toString(16)
    .padStart(8, '0');
  return `Root=1-${seconds}-${hex.slice(0, 24)};Parent=${hex.slice(16, 32)};Sampled=0`;
}
