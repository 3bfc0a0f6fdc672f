import type { MapState } from '../../definition/model.ts';
import { evaluateTemplate, type Template } from '../../jsonata/template.ts';
import { runtimeFailure, StateFailure } from '../../state-failure.ts';
import { bindingsFor } from '../context.ts';
import type { Visit } from '../frame.ts';

/** The number of items that may fail. Without either limit, none may. */
export interface Tolerance {
  readonly count: number | undefined;
  /** 0 to 100. */
  readonly percentage: number | undefined;
}

/** True if `failed` of `total` items exceed the tolerance. */
export function exceeds({ count, percentage }: Tolerance, failed: number, total: number): boolean {
  if (failed === 0) return false;
  if (!isLimited({ count, percentage })) return true;
  return failed > (count ?? Infinity) || (failed / total) * 100 > (percentage ?? Infinity);
}

/** True if the state sets a limit. */
export function isLimited({ count, percentage }: Tolerance): boolean {
  return count !== undefined || percentage !== undefined;
}

/** Creates the failure of a Map with more failed items than it tolerates. */
export function thresholdExceeded(): StateFailure {
  return new StateFailure(
    'States.ExceedToleratedFailureThreshold',
    'The specified tolerated failure threshold was exceeded',
  );
}

/** Evaluates the tolerance. An invalid value ends the execution with States.Runtime. */
export async function evaluateTolerance(visit: Visit<MapState>): Promise<Tolerance> {
  const { toleratedFailureCount, toleratedFailurePercentage } = visit.state;
  const count = await evaluate(
    visit,
    toleratedFailureCount,
    'ToleratedFailureCount',
    Number.MAX_SAFE_INTEGER,
  );
  const percentage = await evaluate(visit, toleratedFailurePercentage, 'ToleratedFailurePercentage', 100);
  return { count: count === undefined ? undefined : Math.floor(count), percentage };
}

async function evaluate(
  visit: Visit<MapState>,
  template: Template | undefined,
  field: string,
  maximum: number,
): Promise<number | undefined> {
  if (template === undefined) return undefined;
  const value = await evaluateTemplate(template, field, bindingsFor(visit));
  if (typeof value === 'number' && value >= 0 && value <= maximum) return value;
  throw runtimeFailure(
    `The ${field} field must be a number from 0 to ${maximum} but was ${JSON.stringify(value)}`,
  );
}
