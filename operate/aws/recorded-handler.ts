import { Readable } from 'node:stream';
import type { RecordedExecutions } from '../../local/stepfunctions/index.ts';
import { InterruptibleHandler } from './client-settings.ts';
import { isRefused } from './explain-error.ts';

/** Opens the executions that were recorded on this machine; resolves to undefined if there are none. */
export type OpenRecorded = () => Promise<RecordedExecutions | undefined>;

type Handle = InterruptibleHandler['handle'];

/**
 * Sends requests to the local runtime. If nothing listens at its address, the recorded executions answer instead, so
 * that the same client reads a runtime and its files.
 */
export class RecordedHandler extends InterruptibleHandler {
  readonly #open: OpenRecorded;
  #opening: Promise<RecordedExecutions | undefined> | undefined;
  #isServed = false;
  #isRecorded = false;

  constructor(interrupted: AbortSignal, open: OpenRecorded) {
    super(interrupted);
    this.#open = open;
  }

  /** True once the recorded executions have answered. */
  get isRecorded(): boolean {
    return this.#isRecorded;
  }

  override async handle(...[request, options]: Parameters<Handle>): ReturnType<Handle> {
    const recorded = await this.#opening;
    if (recorded !== undefined) return answerFrom(recorded, request);
    try {
      const response = await super.handle(request, options);
      this.#isServed = true;
      return response;
    } catch (error) {
      // A runtime that ends during a command is an error.
      if (this.#isServed || !isRefused(error)) throw error;
      this.#opening ??= this.#open();
      const found = await this.#opening;
      if (found === undefined) throw error;
      this.#isRecorded = true;
      return answerFrom(found, request);
    }
  }

  override destroy(): void {
    super.destroy();
    void this.#opening?.then(
      (recorded) => recorded?.close(),
      // The request that opened the files has reported it.
      () => undefined,
    );
  }
}

async function answerFrom(
  recorded: RecordedExecutions,
  { method, headers, body }: Parameters<Handle>[0],
): ReturnType<Handle> {
  const header = (name: string) =>
    Object.entries(headers).find(([known]) => known.toLowerCase() === name)?.[1];
  const answered = await recorded.answer({
    method,
    contentType: header('content-type'),
    target: header('x-amz-target'),
    body: () =>
      Promise.resolve(typeof body === 'string' ? body : new TextDecoder().decode(body as Uint8Array)),
  });
  return {
    response: { statusCode: answered.status, headers: {}, body: Readable.from([Buffer.from(answered.body)]) },
  };
}
