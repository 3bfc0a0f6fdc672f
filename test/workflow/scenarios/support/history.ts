import type { HistoryEvent } from '../../../../local/stepfunctions/index.ts';

/** A history as pairs of type and state name, as in a golden history. */
export function storyOf(events: readonly HistoryEvent[]): string[] {
  return events.map(({ type, details }) =>
    details !== undefined && 'name' in details ? `${type} ${details.name}` : type,
  );
}

export const FAILED_ATTEMPT = ['TaskScheduled', 'TaskStarted', 'TaskFailed'];
export const SUCCESS = ['TaskScheduled', 'TaskStarted', 'TaskSucceeded'];

/** Attempts that fail, one after the other. */
export const attempts = (count: number): string[] =>
  Array.from({ length: count }, () => FAILED_ATTEMPT).flat();

/** A Task state with its events. */
export const task = (name: string, events: readonly string[] = SUCCESS): string[] => [
  `TaskStateEntered ${name}`,
  ...events,
  `TaskStateExited ${name}`,
];

export const choice = (name: string): string[] => [`ChoiceStateEntered ${name}`, `ChoiceStateExited ${name}`];
export const pass = (name: string): string[] => [`PassStateEntered ${name}`, `PassStateExited ${name}`];
export const wait = (name: string): string[] => [`WaitStateEntered ${name}`, `WaitStateExited ${name}`];

/** A Succeed state and the end of the execution. */
export const succeed = (name: string): string[] => [
  `SucceedStateEntered ${name}`,
  `SucceedStateExited ${name}`,
  'ExecutionSucceeded',
];

/** A Map state with its events; none if it has no items. */
export const map = (name: string, events: readonly string[] = []): string[] => [
  `MapStateEntered ${name}`,
  'MapStateStarted',
  ...events,
  'MapStateSucceeded',
  `MapStateExited ${name}`,
];

/** One iteration of an inline Map. */
export const iteration = (name: string, events: readonly string[]): string[] => [
  `MapIterationStarted ${name}`,
  ...events,
  `MapIterationSucceeded ${name}`,
];
