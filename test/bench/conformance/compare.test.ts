import { describe, expect, it } from '@jest/globals';
import { compare, type ObservedEvent } from '../../../bench/conformance/compare.ts';
import type { GoldenEvent, GoldenRun } from '../../../bench/conformance/golden.ts';

const succeeded = { status: 'SUCCEEDED', output: '{}' };

/** Compares a successful execution that wrote `observed` with the recorded `events`. */
const differences = (
  events: readonly GoldenEvent[],
  observed: readonly ObservedEvent[],
  ignoreDetails?: true,
): readonly string[] =>
  compare({ runs: [{ status: 'SUCCEEDED', output: {}, events }], ...(ignoreDetails && { ignoreDetails }) }, [
    { execution: succeeded, events: observed },
  ]);

describe('comparing with a golden', () => {
  const entered: GoldenEvent = {
    id: 2,
    previousEventId: 0,
    type: 'PassStateEntered',
    details: { name: 'A', input: { a: 1 } },
  };
  const observed: ObservedEvent = {
    id: 2,
    previousEventId: 0,
    type: 'PassStateEntered',
    details: { name: 'A', input: '{"a":1}', inputDetails: { truncated: false } },
  };

  it('finds no difference if the events are as recorded, with JSON texts parsed', () => {
    expect(differences([entered], [observed])).toEqual([]);
  });

  it('names each difference', () => {
    const details = { name: 'B', input: '{"a":1}', inputDetails: { truncated: false } };
    const exited: GoldenEvent = { id: 3, previousEventId: 2, type: 'PassStateExited' };
    const run: GoldenRun = { status: 'SUCCEEDED', output: {}, events: [entered, exited] };
    const execution = { status: 'FAILED', error: 'E' };
    const events = [{ ...observed, previousEventId: 1, details }];
    expect(compare({ runs: [run] }, [{ execution, events }])).toEqual([
      'status: "FAILED" instead of "SUCCEEDED"',
      'output: nothing instead of {}',
      'error: "E" instead of nothing',
      'event 2 PassStateEntered: previousEventId: 1 instead of [0]',
      'event 2 PassStateEntered: details: {"name":"B","input":{"a":1},"inputDetails":{"truncated":false}}' +
        ' instead of {"name":"A","input":{"a":1},"inputDetails":{"truncated":false}}',
      'event 3: nothing instead of PassStateExited',
    ]);
  });

  it('reports a missing member that AWS always adds and goldens omit', () => {
    expect(differences([entered], [{ ...observed, details: { name: 'A', input: '{"a":1}' } }])).toHaveLength(
      1,
    );
    const scheduled = { id: 3, previousEventId: 2, type: 'TaskScheduled', details: { resource: 'invoke' } };
    expect(differences([scheduled], [scheduled])).toHaveLength(1);
    const started = { id: 1, previousEventId: 0, type: 'ExecutionStarted', details: {} };
    expect(differences([started], [started])).toHaveLength(1);
  });

  it('finds an additional event, also one with the id of another', () => {
    const more: ObservedEvent = { id: 3, previousEventId: 2, type: 'PassStateExited' };
    expect(differences([entered], [observed, more])).toEqual([
      'event 3 PassStateExited nothing is unexpected',
    ]);
    expect(differences([entered], [observed, observed])).toHaveLength(1);
  });

  it('finds events in another order', () => {
    const exited = { id: 3, previousEventId: 2, type: 'PassStateExited' };
    expect(differences([entered, exited], [exited, observed])).toHaveLength(2);
  });

  it('finds an event with another id', () => {
    const [first, second] = [1, 2].map((id) => ({ id, previousEventId: 0, type: 'TaskStarted' }));
    const swapped = [second, first].map((event) => event as ObservedEvent);
    expect(differences([first, second] as GoldenEvent[], swapped)).toEqual([
      'event 1 TaskStarted: id: 2 instead of 1',
      'event 2 TaskStarted: id: 1 instead of 2',
    ]);
  });

  it('accepts each recorded previous event, and any if none is known', () => {
    const after = (previousEventId: GoldenEvent['previousEventId']) =>
      differences([{ ...entered, previousEventId }], [{ ...observed, previousEventId: 1 }]);
    expect(after([0, 1])).toEqual([]);
    expect(after(null)).toEqual([]);
    expect(after([0, 2])).toHaveLength(1);
  });

  it('ignores details if the golden says so', () => {
    expect(differences([{ ...entered, details: { name: 'B' } }], [observed], true)).toEqual([]);
  });

  it.each([
    ['request <id>; done', 'request 7; done', 'request 7; failed'],
    ['{"errorMessage":"m"}', '{"requestId":"0","stackTrace":[],"errorMessage":"m"}', '{"errorMessage":"n"}'],
    ['a.c', 'a.c', 'abc'],
  ])('ignores the parts of %s that differ from run to run', (expected, equal, different) => {
    const event = (value: string) => ({ id: 2, previousEventId: 0, type: 'TaskFailed', details: { value } });
    expect(differences([event(expected)], [event(equal)])).toEqual([]);
    expect(differences([event(expected)], [event(different)])).toHaveLength(1);
  });

  it('compares only the presence of the members that depend on the connection', () => {
    const event = (details: GoldenEvent['details'] = {}) => ({
      id: 2,
      previousEventId: 0,
      type: 'TaskSucceeded',
      details,
    });
    const expected = event({ SdkHttpMetadata: {} });
    expect(differences([expected], [event({ SdkHttpMetadata: { HttpStatusCode: 200 } })])).toEqual([]);
    expect(differences([expected], [event()])).toHaveLength(1);
  });

  it('compares events without an id as a set', () => {
    const loose = (name: string): GoldenEvent => ({
      id: null,
      previousEventId: null,
      type: 'PassStateEntered',
      details: { name },
    });
    const first = { id: 3, previousEventId: 2, type: 'ParallelStateStarted' };
    const inside = (id: number, name: string): ObservedEvent => ({
      id,
      previousEventId: 3,
      type: 'PassStateEntered',
      details: { name },
    });
    const expected = [first, loose('A'), loose('B')];
    expect(differences(expected, [first, inside(4, 'B'), inside(5, 'A')])).toEqual([]);
    expect(differences(expected, [first, inside(4, 'B'), inside(5, 'B')])).toEqual([
      'missing PassStateEntered with {"name":"A"}',
      'event 5 PassStateEntered {"name":"B"} is unexpected',
    ]);
  });
});
