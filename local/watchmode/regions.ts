import { ApiError } from './api-error.ts';
import type { Plan } from './sources.ts';

/** A country in Watchmode's format. */
export interface Region {
  readonly country: string;
  readonly name: string;
  readonly flag: string;
  /** 1 for the best data. */
  readonly data_tier: 1 | 2;
  readonly plan_enabled: boolean;
}

/** The countries of the services, with Watchmode's names. */
const COUNTRIES: readonly (readonly [country: string, name: string, tier: 1 | 2])[] = [
  ['US', 'USA', 1],
  ['GB', 'Great Britain', 1],
  ['CA', 'Canada', 1],
  ['AU', 'Australia', 1],
  ['IE', 'Ireland', 2],
  ['DE', 'Germany', 2],
  ['FR', 'France', 2],
  ['ES', 'Spain', 1],
  ['IT', 'Italy', 2],
  ['BR', 'Brazil', 1],
];

/** The free plan includes three countries. */
const FREE: ReadonlySet<string> = new Set(['GB', 'IE', 'US']);

/** Returns all countries, and if the plan includes them. */
export function regionsOf(plan: Plan): readonly Region[] {
  return COUNTRIES.map(([country, name, tier]) => ({
    country,
    name,
    flag: `https://images.example/flags/${country.toLowerCase()}.png`,
    data_tier: tier,
    plan_enabled: isEnabled(plan, country),
  }));
}

/** Checks that the plan includes the countries. @throws ApiError 403 if it does not. */
export function requireRegions(plan: Plan, regions: ReadonlySet<string> | undefined): void {
  const other = [...(regions ?? [])].find((country) => !isEnabled(plan, country));
  if (other === undefined) return;
  throw new ApiError(403, `The region ${other} is not in your plan.`);
}

function isEnabled(plan: Plan, country: string): boolean {
  return plan === 'paid' || FREE.has(country);
}
