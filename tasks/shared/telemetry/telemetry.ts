import { AsyncLocalStorage } from 'node:async_hooks';
import type { Clock, WriteLine } from '../ports.ts';
import { embeddedMetrics, type MetricValues } from './metrics.ts';

/** Levels of a log line, from the least to the most important. */
export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;

/** How important a log line is. */
export type LogLevel = (typeof LOG_LEVELS)[number];

/** What a line says besides its message. Never a payload, never a secret. */
export type Facts = Readonly<Record<string, unknown>>;

/** What a task tells the people who watch it. */
export interface Telemetry {
  /** Writes one line, unless its level is below the wanted one. */
  log(level: LogLevel, message: string, facts?: Facts): void;
  /** Writes values of metrics, whatever the level, with facts that are no metrics beside them. */
  measure(values: MetricValues, facts?: Facts): void;
  /** Adds facts to every line that `work` writes, however many invocations run at once. */
  during<T>(facts: Facts, work: () => Promise<T>): Promise<T>;
}

/** What {@link createTelemetry} needs to know. */
export interface TelemetryOptions {
  readonly task: string;
  readonly stage: string;
  readonly level: LogLevel;
  readonly clock: Pick<Clock, 'now'>;
  readonly writeLine: WriteLine;
}

// One for all: Node.js 20 keeps each that was ever used, and asks all of them at each promise.
const context = new AsyncLocalStorage<Facts>();

/** Telemetry as JSON lines, with the keys that Lambda's own JSON lines have. */
export function createTelemetry({ task, stage, level, clock, writeLine }: TelemetryOptions): Telemetry {
  const write = (line: Facts) => writeLine(JSON.stringify({ ...line, task, ...context.getStore() }));
  return {
    log(lineLevel, message, facts) {
      if (LOG_LEVELS.indexOf(lineLevel) < LOG_LEVELS.indexOf(level)) return;
      const timestamp = new Date(clock.now()).toISOString();
      write({ timestamp, level: lineLevel.toUpperCase(), message, ...facts });
    },
    measure(values, facts) {
      write({ ...facts, ...embeddedMetrics(values, stage, clock.now()) });
    },
    during: (facts, work) => context.run({ ...context.getStore(), ...facts }, work),
  };
}
