import { AsyncLocalStorage } from 'node:async_hooks';
import type { Clock, WriteLine } from '../ports.ts';
import { embeddedMetrics, type MetricValues } from './metrics.ts';

/** The levels of a log line, least important first. */
export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;

/** The level of a log line. */
export type LogLevel = (typeof LOG_LEVELS)[number];

/** The facts of a line besides its message. Never a payload or a secret. */
export type Facts = Readonly<Record<string, unknown>>;

/** The logs and metrics of a task. */
export interface Telemetry {
  /** Writes one line, unless its level is below the configured one. */
  log(level: LogLevel, message: string, facts?: Facts): void;
  /** Writes values of metrics at any level, with other facts. */
  measure(values: MetricValues, facts?: Facts): void;
  /** Adds facts to every line of `work`, even if several invocations run at once. */
  during<T>(facts: Facts, work: () => Promise<T>): Promise<T>;
}

/** The settings and ports of {@link createTelemetry}. */
export interface TelemetryOptions {
  readonly task: string;
  readonly stage: string;
  readonly level: LogLevel;
  readonly clock: Pick<Clock, 'now'>;
  readonly writeLine: WriteLine;
}

// Shared by all, because Node.js 20 keeps every instance and calls all of them for each promise.
const context = new AsyncLocalStorage<Facts>();

/** Creates telemetry that writes JSON lines with the keys of Lambda's own JSON lines. */
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
