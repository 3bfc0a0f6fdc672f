import { isObject, type JsonObject, type JsonValue } from '../../local/stepfunctions/index.ts';
import type { FreshRuntime } from './fresh-runtime.ts';
import type { GoldenRequest, RequestGolden } from './golden.ts';
import { same } from './same.ts';

/** Members of requests that are JSON texts in the API and values in goldens, at any depth. */
const TEXTS = new Set(['definition', 'input', 'variables', 'context', 'result', 'mapItemReaderData']);

/** Sends the requests of a golden, one after the other. Returns a line per answer that differs. */
export async function runRequests(
  runtime: FreshRuntime,
  { requests }: RequestGolden,
): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const { label, operation, request, ...recorded } of requests) {
    const expected = { answer: recorded.answer, error: recorded.error };
    const actual = await send(runtime.url, operation, asTexts(request));
    for (const part of ['answer', 'error'] as const) {
      if (same(expected[part], actual[part])) continue;
      lines.push(`${label}: ${part}: ${show(actual[part])} instead of ${show(expected[part])}`);
    }
  }
  return lines;
}

async function send(
  url: string,
  operation: string,
  request: JsonObject,
): Promise<Pick<GoldenRequest, 'answer' | 'error'>> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `AWSStepFunctions.${operation}`,
    },
    body: JSON.stringify(request),
  });
  const answer = (await response.json()) as JsonObject;
  if (response.ok) return { answer };
  const { __type: type, message } = answer as { readonly __type: string; readonly message: string };
  return { error: { name: type.split('#').at(-1) ?? type, message } };
}

function asTexts(request: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(request).map(([name, value]): [string, JsonValue] => {
      if (TEXTS.has(name)) return [name, typeof value === 'string' ? value : JSON.stringify(value)];
      return [name, isObject(value) ? asTexts(value) : value];
    }),
  );
}

function show(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}
