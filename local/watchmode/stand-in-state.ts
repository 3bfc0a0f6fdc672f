import type { Clock } from '../stepfunctions/index.ts';
import type { Account } from './account.ts';
import type { Faults } from './faults.ts';
import type { Calendar } from './calendar.ts';
import type { Plan } from './sources.ts';
import type { Titles } from './titles.ts';

/** All that the stand-in's responses depend on. */
export interface StandInState {
  readonly titles: Titles;
  readonly calendar: Calendar;
  readonly account: Account;
  readonly faults: Faults;
  /** How many responses had which status; `reset` where the connection was cut. */
  readonly answers: Map<string, number>;
  readonly clock: Pick<Clock, 'now' | 'sleep'>;
  readonly apiKey: string;
  readonly plan: Plan;
  readonly seed: number;
  /** How long a response takes that the fault `slow` strikes. Milliseconds. */
  readonly slowMs: number;
}

/** What an endpoint has to say, before credits and faults. */
export interface EndpointResult {
  readonly body: unknown;
  /** What the response costs. */
  readonly credits: number;
  /** The title that the request is about, whose faults strike it. */
  readonly titleId?: number;
  /** The page of a listing that `body` is, whose faults strike it. */
  readonly page?: { readonly name: string; readonly titles: readonly number[] };
}
