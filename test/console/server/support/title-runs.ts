import type { TitleRecord } from '../../../../events/types.ts';
import type { FakeExecution, FakeStepFunctions } from '../../../cli/support/fake-step-functions.ts';
import { listingOutput } from '../../../cli/support/listing.ts';
import {
  entered,
  exited,
  failed,
  historyOf,
  scheduled,
  started,
  succeeded,
} from '../../../cli/support/history.ts';
import { fetchedTitle } from '../../../tasks/support/title.ts';
import { counts } from './fake-context.ts';

/** A title of a run with its outcome. */
export interface TitleOfRun {
  readonly id: number;
  /** The time of the fetch; absent without a fetch. */
  readonly fetchedAt?: string;
  readonly record?: Partial<TitleRecord>;
  /** The reason why it has no record. */
  readonly setAside?: { readonly outcome: 'skipped' | 'deferred' | 'unanswered'; readonly error: string };
}

/** A run with a child execution for each batch of titles. */
export interface TitleRun {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly batches: readonly (readonly TitleOfRun[])[];
  /** A batch that was not started. */
  readonly notStarted?: readonly number[];
  readonly childStatus?: 'SUCCEEDED' | 'FAILED';
  /** The titles that left a service, for a sweep that lists at its start. */
  readonly left?: readonly { readonly titleId: number; readonly from: string }[];
}

/** Adds runs to Step Functions in memory. */
export function addRuns(fake: FakeStepFunctions, ...runs: readonly TitleRun[]): void {
  for (const run of runs) addRun(fake, run);
}

function addRun(fake: FakeStepFunctions, run: TitleRun): void {
  const { name, from, to, batches, notStarted = [], childStatus = 'SUCCEEDED', left } = run;
  const mapRunArn = `arn:aws:states:eu-west-2:123456789012:mapRun:title-ingestion/IngestTitles:${name}`;
  const titleIds = [...batches.flat().map(({ id }) => id), ...notStarted];
  const status = childStatus === 'FAILED' ? 'FAILED' : 'SUCCEEDED';
  const failed = childStatus === 'FAILED' ? 1 : 0;
  const dates = { startDate: new Date(from), stopDate: new Date(to) };
  fake.mapRuns.set(mapRunArn, {
    status,
    itemCounts: counts(titleIds.length, { succeeded: titleIds.length }),
    executionCounts: counts(batches.length, { succeeded: batches.length - failed, failed }),
  });
  const children = batches.map((batch, index): FakeExecution => {
    const { length } = batches;
    return {
      name: `${name}-child-${index}`,
      childOf: mapRunArn,
      description: {
        ...dates,
        startDate: new Date(dates.startDate.getTime() + index),
        status: index === length - 1 ? childStatus : 'SUCCEEDED',
        input: JSON.stringify({ BatchInput: { regions: ['GB'] }, Items: batch.map(({ id }) => id) }),
      },
      events: childHistory(batch),
    };
  });
  fake.add(
    {
      name,
      description: { ...dates, status },
      events: historyOf(
        { type: 'ExecutionStarted' },
        entered('Task', 'List new titles', '{}', 0),
        scheduled(),
        started(),
        succeeded(listingOutput({ titleIds, ...(left === undefined ? {} : { left, listedAt: from }) })),
        exited('Task', 'List new titles'),
        entered('Map', 'Ingest titles'),
        { type: 'MapStateStarted' },
        { type: 'MapRunStarted', mapRunStartedEventDetails: { mapRunArn } },
        { type: 'MapRunSucceeded' },
        exited('Map', 'Ingest titles'),
        { type: 'ExecutionSucceeded' },
      ),
    },
    ...children,
  );
}

/** Returns the history of a child that fetches these titles. */
export function childHistory(batch: readonly TitleOfRun[]) {
  let id = 3;
  const iterations = batch.flatMap((title, index) => {
    const input = JSON.stringify({ titleId: title.id, regions: ['GB'] });
    const { events, length } = iteration(title, index, input);
    id += length;
    return events;
  });
  return historyOf(
    { type: 'ExecutionStarted' },
    entered('Map', 'Fetch titles', '{}', 0),
    { type: 'MapStateStarted' },
    ...iterations,
    { type: 'MapStateSucceeded', previousEventId: id },
    exited('Map', 'Fetch titles'),
    { type: 'ExecutionSucceeded' },
  );
}

function iteration({ id, fetchedAt, record, setAside }: TitleOfRun, index: number, input: string) {
  const name = 'Fetch titles';
  const begin = [
    {
      type: 'MapIterationStarted' as const,
      mapIterationStartedEventDetails: { name, index },
      previousEventId: 3,
    },
    entered('Task', 'Fetch title details', input),
    scheduled(),
    started(),
  ];
  const end = [
    { type: 'MapIterationSucceeded' as const, mapIterationSucceededEventDetails: { name, index } },
  ];
  const outcome =
    setAside === undefined
      ? fetchedAt === undefined
        ? undefined
        : { ...fetchedTitle(id, record), fetchedAt }
      : { titleId: id, outcome: setAside.outcome, error: setAside.error, cause: 'HTTP 503' };
  const middle =
    outcome === undefined
      ? []
      : [
          setAside === undefined ? succeeded() : failed(setAside.error, 'HTTP 503'),
          exited('Task', 'Fetch title details', JSON.stringify(outcome)),
          ...end,
        ];
  const events = [...begin, ...middle];
  return { events, length: events.length };
}
