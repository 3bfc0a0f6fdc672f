import type { Clock, InvocationContext } from '../../../tasks/shared/ports.ts';
import { createTelemetry, type LogLevel, type Telemetry } from '../../../tasks/shared/telemetry/telemetry.ts';

/** A clock that moves only in `sleep` or when a test moves it. */
export class FakeClock implements Clock {
  readonly sleeps: number[] = [];
  #now: number;
  #setBy = 0;

  constructor(now: string | number) {
    this.#now = typeof now === 'number' ? now : Date.parse(now);
  }

  now(): number {
    return this.#now + this.#setBy;
  }

  monotonic(): number {
    return this.#now;
  }

  /** Sets the wall clock forwards or back, as a person or NTP does. */
  setBy(milliseconds: number): void {
    this.#setBy += milliseconds;
  }

  advance(milliseconds: number): void {
    this.#now += milliseconds;
  }

  sleep(milliseconds: number): Promise<void> {
    this.sleeps.push(milliseconds);
    this.#now += milliseconds;
    return Promise.resolve();
  }
}

/** The context of an invocation with a constant remaining time, or with the time until a deadline of a clock. */
export function invocation(remainingMs: number | (() => number) = 60_000): InvocationContext {
  return {
    awsRequestId: 'request-1',
    getRemainingTimeInMillis: () => (typeof remainingMs === 'number' ? remainingMs : remainingMs()),
  };
}

/** Telemetry whose lines a test reads. */
export function recordedTelemetry(
  clock: Clock,
  level: LogLevel = 'debug',
): { telemetry: Telemetry; lines: Record<string, unknown>[] } {
  const lines: Record<string, unknown>[] = [];
  const telemetry = createTelemetry({
    task: 'test',
    stage: 'test',
    level,
    clock,
    writeLine: (line) => lines.push(JSON.parse(line) as Record<string, unknown>),
  });
  return { telemetry, lines };
}

/** Freezes a value deeply, so that a change throws. */
export function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value) && !ArrayBuffer.isView(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}
