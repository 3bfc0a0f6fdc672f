import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { failureOf } from '../../views/failure.ts';
import { formatMoment } from '../../render/moment.ts';
import type { Style } from '../../render/printer.ts';
import { shorten } from '../../render/table.ts';

const ID_WIDTH = 5;
const TYPE_WIDTH = 24;
const LONGEST_DETAIL = 160;

/** What an event is about, on one line: a state's name, an error with its message, a Map Run. */
export function describeEvent(event: HistoryEvent): string {
  const failure = failureOf(event);
  if (failure !== undefined) return shorten(`${failure.error}: ${failure.message}`, LONGEST_DETAIL);
  const { index } = iterationOf(event) ?? {};
  const parts = [
    event.stateEnteredEventDetails?.name ?? event.stateExitedEventDetails?.name ?? iterationOf(event)?.name,
    index === undefined ? undefined : `#${index}`,
    event.mapStateStartedEventDetails?.length === undefined
      ? undefined
      : `${event.mapStateStartedEventDetails.length} items`,
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
    event.taskScheduledEventDetails ?? event.taskStartedEventDetails ?? event.taskSucceededEventDetails;
  return task === undefined
    ? event.lambdaFunctionScheduledEventDetails?.resource
    : `${task.resourceType}:${task.resource}`;
}

/** `   12  2026-11-24 10:15:02Z  TaskFailed  Watchmode.Unavailable: ...`, with the id of the event it follows. */
export function formatEventLine(event: HistoryEvent, style: Style): string {
  const { id = 0, previousEventId = 0, timestamp, type = '' } = event;
  const head = `${String(id).padStart(ID_WIDTH)} ${style.dim(`← ${previousEventId}`.padEnd(ID_WIDTH + 2))}`;
  const name = type.padEnd(TYPE_WIDTH);
  const colour = /Failed$|TimedOut$/.test(type)
    ? style.red(name)
    : type.endsWith('Succeeded')
      ? style.green(name)
      : name;
  return `${head} ${style.dim(formatMoment(timestamp))}  ${colour} ${describeEvent(event)}`.trimEnd();
}
