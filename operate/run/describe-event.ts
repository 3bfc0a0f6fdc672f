import { counted } from '../format/plural.ts';
import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { failureOf } from './failure.ts';

/**
 * Describes an event on one line: a state's name, an error with its message, a Map Run.
 * @example describeEvent({ ...event, stateEnteredEventDetails: { name: 'Save sweep' } }) // 'Save sweep'
 */
export function describeEvent(event: HistoryEvent): string {
  const failure = failureOf(event);
  if (failure !== undefined) return `${failure.error}: ${failure.message}`;
  const { index } = iterationOf(event) ?? {};
  const parts = [
    event.stateEnteredEventDetails?.name ?? event.stateExitedEventDetails?.name ?? iterationOf(event)?.name,
    index === undefined ? undefined : `#${index}`,
    event.mapStateStartedEventDetails?.length === undefined
      ? undefined
      : counted(event.mapStateStartedEventDetails.length, 'item', 'items'),
    event.mapRunStartedEventDetails?.mapRunArn ?? event.mapRunRedrivenEventDetails?.mapRunArn,
    describeResource(event),
    event.executionRedrivenEventDetails === undefined
      ? undefined
      : `redrive ${event.executionRedrivenEventDetails.redriveCount ?? ''}`,
  ];
  return parts.filter((part) => part !== undefined).join(' ');
}

function iterationOf(event: HistoryEvent) {
  return (
    event.mapIterationStartedEventDetails ??
    event.mapIterationSucceededEventDetails ??
    event.mapIterationFailedEventDetails ??
    event.mapIterationAbortedEventDetails
  );
}

function describeResource(event: HistoryEvent): string | undefined {
  const task =
    event.taskScheduledEventDetails ??
    event.taskStartedEventDetails ??
    event.taskSubmittedEventDetails ??
    event.taskSucceededEventDetails;
  return task === undefined
    ? event.lambdaFunctionScheduledEventDetails?.resource
    : `${task.resourceType}:${task.resource}`;
}
