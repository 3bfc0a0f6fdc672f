import type { Clock } from '../stepfunctions/index.ts';
import type { Account } from './account.ts';
import type { Faults } from './faults.ts';
import type { Calendar } from './calendar.ts';
import type { Plan } from './sources.ts';
import type { Titles } from './titles.ts';

/** The state that determines the stand-in's responses. */
export interface StandInState {
  readonly titles: Titles;
  readonly calendar: Calendar;
  readonly account: Account;
  readonly faults: Faults;
  /** The number of responses by status; `reset` for a reset connection. */
  readonly answers: Map<string, number>;
  readonly clock: Pick<Clock, 'now' | 'sleep'>;
  readonly apiKey: string;
  readonly plan: Plan;
  readonly seed: number;
  /** The duration of a response with the fault `slow`, in milliseconds. */
  readonly slowMs: number;
}

/** The result of an endpoint, before credits and faults. */
export interface EndpointResult {
  readonly body: unknown;
  /** The cost of the response. */
  readonly credits: number;
  /** The requested title, whose faults apply. */
  readonly titleId?: number;
  /** The page of a listing in `body`, whose faults apply. */
  readonly page?: { readonly name: string; readonly titles: readonly number[] };
}
