import { programsIn } from '../definition/single-state.ts';
import type { State } from '../definition/model.ts';
import type { TestStateRequest } from '../engine-api.ts';
import type { MapTest } from '../execution/frame.ts';
import { omitUndefined } from '../omit-undefined.ts';
import { ServiceError } from '../service-errors.ts';

/** Reads the configuration of a Map or Parallel state. Refuses what does not fit the state. */
export function mapTestOf(request: TestStateRequest, state: State): MapTest {
  const { mapIterationFailureCount: failures, mapItemReaderData: readerData, errorCausedByState } = request;
  if (failures !== undefined && state.type !== 'Map') {
    throw invalid('MapIterationFailureCount is only supported when testing a Map state.');
  }
  if (readerData !== undefined && !(state.type === 'Map' && state.distributed?.itemReader !== undefined)) {
    throw invalid('MapItemReaderData is only supported when testing a Map state with ItemReader specified.');
  }
  if (errorCausedByState !== undefined) checkOrigin(errorCausedByState, request, state);
  return omitUndefined({ failures, readerData });
}

/** Checks the state that a mocked error comes from. Like on AWS, it has no effect besides. */
function checkOrigin(name: string, { mock }: TestStateRequest, state: State): void {
  if (mock === undefined || !('errorOutput' in mock) || programsIn(state).length === 0) {
    throw invalid('ErrorCausedByState is only supported for a mocked error of a Map or Parallel state.');
  }
  if (!isInside(state, name)) throw invalid(`There is no state '${name}' inside the tested state`);
}

function isInside(state: State, name: string): boolean {
  return programsIn(state).some(
    ({ states }) => states.has(name) || [...states.values()].some((inner) => isInside(inner, name)),
  );
}

function invalid(message: string): ServiceError {
  return new ServiceError('ValidationException', message);
}
