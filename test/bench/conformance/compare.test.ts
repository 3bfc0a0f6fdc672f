import { describe, expect, it } from '@jest/globals';
import { compare, type ObservedEvent } from '../../../bench/conformance/compare.ts';
import { parseRecording, type Recording, type RecordedEvent } from '../../../bench/conformance/recording.ts';

const recording = (events: readonly RecordedEvent[], rest: Partial<Recording> = {}): Recording => ({
  name: 'case',
  category: 'pass',
  dialect: 'jsonata',
  order: 'sequential',
  definition: {},
  input: {},
  lambdas: {},
  expected: { status: 'SUCCEEDED', output: {}, events },
  ...rest,
});
const succeeded = { status: 'SUCCEEDED', output: '{}' };
const none = { outcome: [], types: [], links: [], details: [] };

describe('comparing with a recording', () => {
  const entered: RecordedEvent = {
    id: 2,
    previousEventId: 0,
    type: 'PassStateEntered',
    details: { name: 'A', input: { a: 1 } },
  };
  const observed: ObservedEvent = {
    ...entered,
    id: 2,
    previousEventId: 0,
    details: { name: 'A', input: '{"a":1}' },
  };

  it('finds no difference in what is as recorded, JSON texts parsed', () => {
    expect(compare(recording([entered]), succeeded, [observed])).toEqual(none);
  });

  it('names what differs by aspect', () => {
    const differences = compare(
      recording([entered, { id: 3, previousEventId: 2, type: 'PassStateExited' }]),
      { status: 'FAILED', error: 'E' },
      [{ ...observed, previousEventId: 1, details: { name: 'B', input: '{"a":1}' } }],
    );
    expect(differences).toEqual({
      outcome: [
        'status: FAILED instead of SUCCEEDED',
        'output: nothing instead of {}',
        'error: "E" instead of nothing',
      ],
      types: ['event 3: nothing instead of PassStateExited'],
      links: ['event 2 PassStateEntered: 2 after 1 instead of 2 after 0'],
      details: [
        'event 2 PassStateEntered: {"name":"B","input":{"a":1}} instead of {"name":"A","input":{"a":1}}',
      ],
    });
  });

  it('accepts another previous event that AWS was seen to name', () => {
    const flexible = { ...entered, previousEventIdAlso: [1] };
    const links = compare(recording([flexible]), succeeded, [{ ...observed, previousEventId: 1 }]).links;
    expect(links).toEqual([]);
  });

  it.each([
    [
      'arn:<partition>:lambda:<region>:111111111111:function:name',
      'arn:aws:lambda:eu:000000000000:function:f',
    ],
    ['snf_role_arn', 'arn:aws:iam::000000000000:role/r'],
    ['{"errorMessage":"m","requestId":"<uuid:1>"}', '{"errorMessage":"m","requestId":"0"}'],
  ])('takes %s for a placeholder', (expected, actual) => {
    const event = (value: string): RecordedEvent & ObservedEvent => ({
      id: 2,
      previousEventId: 0,
      type: 'TaskFailed',
      details: { value },
    });
    expect(compare(recording([event(expected)]), succeeded, [event(actual)]).details).toEqual([]);
    expect(
      compare(recording([event(expected)]), succeeded, [event('{"errorMessage":"n"}')]).details,
    ).toHaveLength(expected === 'snf_role_arn' ? 0 : 1);
  });

  it('compares what is inside of Parallel as a set where the order is not fixed', () => {
    const loose = (name: string): RecordedEvent => ({
      id: null,
      previousEventId: null,
      type: 'PassStateEntered',
      details: { name },
    });
    const started: RecordedEvent = { id: 3, previousEventId: 2, type: 'ParallelStateStarted' };
    const concurrent = recording([started, loose('A'), loose('B')], { order: 'concurrent' });
    const inside = (id: number, name: string): ObservedEvent => ({
      id,
      previousEventId: 3,
      type: 'PassStateEntered',
      details: { name },
    });
    const first: ObservedEvent = { id: 3, previousEventId: 2, type: 'ParallelStateStarted' };
    expect(compare(concurrent, succeeded, [first, inside(4, 'B'), inside(5, 'A')])).toEqual(none);
    expect(compare(concurrent, succeeded, [first, inside(4, 'B'), inside(5, 'B')]).types).toEqual([
      'inside: there is no PassStateEntered with {"name":"A"}',
      'inside: event 5 PassStateEntered {"name":"B"} is too much',
    ]);
  });

  it('leaves out what is inside of Map and Parallel where it is a race', () => {
    const racy = recording(
      [
        { id: 3, previousEventId: 2, type: 'MapStateStarted', details: { length: 2 } },
        { id: 9, previousEventId: 8, type: 'MapStateFailed' },
      ],
      { order: 'racy' },
    );
    const differences = compare(racy, succeeded, [
      { id: 3, previousEventId: 2, type: 'MapStateStarted', details: { length: 2 } },
      { id: 4, previousEventId: 3, type: 'MapIterationStarted' },
      { id: 5, previousEventId: 4, type: 'MapStateFailed' },
    ]);
    expect(differences).toEqual(none);
  });
});

describe('reading a recording', () => {
  it('says which file is none', () => {
    expect(() => parseRecording('{}', 'x.json')).toThrow('x.json is no recording');
  });
});
