import type { Clock } from '../stepfunctions/index.ts';
import type { Account } from './account.ts';
import type { CatalogueTitle } from './catalogue.ts';
import type { Faults } from './faults.ts';
import type { Calendar } from './calendar.ts';
import type { Latest } from './latest.ts';
import type { Rotation } from './rotation.ts';
import type { Page } from './page.ts';
import type { Plan } from './sources.ts';
import type { Titles } from './titles.ts';

/** The state that determines the stand-in's responses. */
export interface StandInState {
  readonly titles: Titles;
  readonly calendar: Calendar;
  readonly rotation: Rotation;
  /** The last listing of titles. */
  readonly listings: Latest<readonly CatalogueTitle[]>;
  /** The maximum number of titles on a page of a listing of titles. */
  readonly titlesPerPage: number;
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

/** The result of an endpoint, before credits and faults: a body, or a page of a listing. */
export type EndpointResult = { readonly credits: number } & (
  | {
      readonly body: unknown;
      /** The requested title, whose faults apply. */
      readonly titleId?: number;
    }
  | { readonly page: Page }
);
