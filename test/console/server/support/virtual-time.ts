import { EventEmitter, once } from 'node:events';
import { IncomingMessage, type ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { Handler } from '../../../../console/server/http/handler.ts';
import type { ConsoleContext } from '../../../../console/server/context.ts';
import { FakeIo } from '../../../cli/support/fake-io.ts';
import { settled } from '../../../support/settled.ts';

interface Timer {
  at: number;
  readonly everyMs: number;
  readonly tick: () => void;
}

/** An Io with a virtual clock that only `pass` advances. */
export class VirtualIo extends FakeIo {
  readonly #timers = new Set<Timer>();

  override every(milliseconds: number, tick: () => void): () => void {
    const timer = { at: this.now() + milliseconds, everyMs: milliseconds, tick };
    this.#timers.add(timer);
    return () => void this.#timers.delete(timer);
  }

  /** Advances the clock, and fires the timers that are due in order. */
  async pass(milliseconds: number): Promise<void> {
    const end = this.now() + milliseconds;
    for (;;) {
      await settled();
      const [next] = [...this.#timers].sort((a, b) => a.at - b.at);
      if (next === undefined || next.at > end) break;
      this.advance(Math.max(0, next.at - this.now()));
      next.at += next.everyMs;
      next.tick();
    }
    this.advance(end - this.now());
  }
}

/** A page that receives server-sent events. */
export class FakePage extends EventEmitter {
  readonly messages: unknown[] = [];
  readonly problems: string[] = [];
  /** The reasons for which the server has ended the connection. */
  readonly refusals: string[] = [];

  get response(): ServerResponse {
    return this as unknown as ServerResponse;
  }

  writeHead(): this {
    return this;
  }

  flushHeaders(): void {
    // Nothing is buffered.
  }

  write(text: string): boolean {
    const [, event, data = ''] = /^event: (\w+)\ndata: (.*)\n\n$/s.exec(text) ?? [];
    if (event === 'update') this.messages.push(JSON.parse(data));
    if (event === 'problem') this.problems.push((JSON.parse(data) as { problem: string }).problem);
    if (event === 'refused') this.refusals.push((JSON.parse(data) as { problem: string }).problem);
    this.emit('message');
    return true;
  }

  /** Resolves after so many messages. */
  async told(count: number): Promise<void> {
    while (this.messages.length < count) await once(this, 'message');
  }

  end(): this {
    return this;
  }

  /** Closes the connection. */
  close(): void {
    this.emit('close');
  }
}

/** Calls a handler as the server does. A body of bytes is a file, which the handler reads itself. */
export function askHandler(
  handler: Handler,
  context: ConsoleContext,
  query: Readonly<Record<string, string>>,
  body?: unknown,
  { response }: FakePage = new FakePage(),
): Promise<unknown> {
  const request = new IncomingMessage(new Socket());
  if (Buffer.isBuffer(body)) {
    request.push(body);
    request.push(null);
  }
  return handler({ context, query: new URLSearchParams(query), body, request, response });
}
