import { describe, expect, it } from '@jest/globals';
import type { JsonValue } from '../../../../../local/stepfunctions/interpreter/json.ts';
import { Harness, outputOf } from '../../../../../local/stepfunctions/testing.ts';
import { program } from '../support/states.ts';

const harness = new Harness();

describe('Pass and Succeed', () => {
  it.each<[state: object, output: JsonValue]>([
    [{ Type: 'Pass', End: true }, { a: 1 }],
    [{ Type: 'Pass', Output: null, End: true }, null],
    [{ Type: 'Pass', Output: { b: '{% $states.input.a + 1 %}' }, End: true }, { b: 2 }],
    [{ Type: 'Succeed' }, { a: 1 }],
    [{ Type: 'Succeed', Output: ['{% $states.input %}'] }, [{ a: 1 }]],
  ])('%j', async (state, output) => {
    expect(outputOf(await harness.run(program({ S: state }), { a: 1 }))).toEqual(output);
  });
});

describe('Fail', () => {
  it.each<[state: object, error: string | undefined, cause: string | undefined]>([
    [{ Type: 'Fail' }, undefined, undefined],
    [{ Type: 'Fail', Error: 'E' }, 'E', undefined],
    [{ Type: 'Fail', Error: '{% $states.input.e %}', Cause: '{% "c" & $states.input.e %}' }, 'X', 'cX'],
  ])('%j', async (state, error, cause) => {
    const record = await harness.run(program({ S: state }), { e: 'X' });
    expect([record.status, record.error, record.cause]).toEqual(['FAILED', error, cause]);
    const last = (await harness.events(record.executionArn)).at(-1);
    expect(last?.details).toStrictEqual({
      ...(error === undefined ? {} : { error }),
      ...(cause === undefined ? {} : { cause }),
    });
  });

  it('fails differently if its Error is not a string', async () => {
    const record = await harness.run(program({ S: { Type: 'Fail', Error: '{% 1 %}' } }));
    expect(record.error).toBe('States.QueryEvaluationError');
    expect(record.cause).toContain(
      "field 'Error' returned an unexpected result type. Expected 'string', but was 'number'",
    );
  });
});

describe('Choice', () => {
  const choice = (rest: object): object =>
    program({
      C: {
        Type: 'Choice',
        Choices: [
          { Condition: '{% $states.input = 1 %}', Next: 'One', Assign: { v: 'one' }, Output: 'first' },
          { Condition: '{% $states.input.x.y = 2 %}', Next: 'One' },
        ],
        Assign: { v: 'none' },
        Output: { default: '{% $states.input %}' },
        ...rest,
      },
      One: { Type: 'Pass', Output: { v: '{% $v %}', input: '{% $states.input %}' }, End: true },
      Other: { Type: 'Pass', Output: { v: '{% $v %}', input: '{% $states.input %}' }, End: true },
    });

  it('uses Assign and Output of the rule that matches', async () => {
    expect(outputOf(await harness.run(choice({ Default: 'Other' }), 1))).toEqual({
      v: 'one',
      input: 'first',
    });
  });

  it('uses the Assign and Output of the state for the default', async () => {
    expect(outputOf(await harness.run(choice({ Default: 'Other' }), 3))).toEqual({
      v: 'none',
      input: { default: 3 },
    });
  });

  it('fails when no rule matches and there is no default', async () => {
    const definition = program({
      C: { Type: 'Choice', Choices: [{ Condition: false, Next: 'D' }] },
      D: { Type: 'Succeed' },
    });
    const record = await harness.run(definition);
    expect(record).toMatchObject({
      error: 'States.NoChoiceMatched',
      cause:
        "An error occurred while executing the state 'C' (entered at the event id #2). Failed to transition out of the state. The state does not point to a next state.",
    });
  });

  it.each([
    ['{% $missing %}', 'returned nothing (undefined).'],
    ['{% 1 %}', "returned an unexpected result type. Expected 'boolean', but was 'number' for value: 1"],
  ])('fails on the condition %s', async (condition, end) => {
    const definition = program({
      C: {
        Type: 'Choice',
        Choices: [
          { Condition: false, Next: 'D' },
          { Condition: condition, Next: 'D' },
        ],
        Default: 'D',
      },
      D: { Type: 'Succeed' },
    });
    const record = await harness.run(definition);
    const [source] = condition.slice(3, -3).split(' ');
    expect(record.cause).toContain(
      `The JSONata expression '${source ?? ''}' specified for the field 'Choices[1]/Condition' ${end}`,
    );
  });
});

describe('Wait', () => {
  const waited = async (state: object, input: JsonValue = {}): Promise<number> => {
    const before = harness.clock.now();
    outputOf(await harness.run(program({ W: { Type: 'Wait', End: true, ...state } }), input));
    return harness.clock.now() - before;
  };

  it('waits for seconds, rounded down', async () => {
    expect(await waited({ Seconds: 3 })).toBe(3000);
    expect(await waited({ Seconds: '{% $states.input.s %}' }, { s: 2.7 })).toBe(2000);
  });

  it('waits until a time, unless it is past', async () => {
    const soon = new Date(harness.clock.now() + 90_000).toISOString();
    expect(await waited({ Timestamp: '{% $states.input %}' }, soon)).toBe(90_000);
    expect(await waited({ Timestamp: '2001-01-01T00:00:00Z' })).toBe(0);
  });

  it.each([
    ['in the definition', { Timestamp: '2026-01-01T12:00:00.900Z' }, 'T12:00:00.000Z'],
    ['from JSONata', { Timestamp: '{% $states.input %}' }, 'T12:00:00.000Z'],
    ['with an offset', { Timestamp: '2026-01-01T13:00:01.999999999+01:00' }, 'T12:00:01.000Z'],
  ])('truncates a time %s to seconds', async (_, state, end) => {
    const own = new Harness();
    const definition = program({ W: { Type: 'Wait', End: true, ...state } });
    outputOf(await own.run(definition, '2026-01-01T12:00:00.900Z'));
    expect(new Date(own.clock.now()).toISOString()).toBe(`2026-01-01${end}`);
  });

  it('does not wait for a time whose whole second has begun', async () => {
    const inThisSecond = new Date(Math.floor(harness.clock.now() / 1000) * 1000 + 999).toISOString();
    expect(await waited({ Timestamp: '{% $states.input %}' }, inThisSecond)).toBe(0);
  });

  it.each([
    [{ Seconds: '{% -1 %}' }, "The field 'Seconds' must be from 0 to 99999999 but was -1"],
    [{ Seconds: '{% "1" %}' }, "Expected 'number', but was 'string' for value: \"1\""],
    [
      { Timestamp: '{% "2016-12-05T21:29:29" %}' },
      'cannot be parsed as an ISO-8601 extended offset date-time format string: 2016-12-05T21:29:29',
    ],
    [{ Timestamp: '{% 1 %}' }, "Expected 'string', but was 'number' for value: 1"],
  ])('fails on %j', async (state, cause) => {
    const record = await harness.run(program({ W: { Type: 'Wait', End: true, ...state } }));
    expect(record.error).toBe('States.QueryEvaluationError');
    expect(record.cause).toContain(cause);
    expect(await harness.outline(record.executionArn)).toContain('EvaluationFailed#3<2');
  });
});

describe('a failed evaluation', () => {
  const pass = program({ I: { Type: 'Pass', End: true } });
  const map = { Type: 'Map', ItemProcessor: pass, End: true };
  const none = '{% $states.input.missing %}';
  const choice = (rule: object): object => ({
    Type: 'Choice',
    Choices: [
      { Condition: false, Next: 'D' },
      { Condition: true, Next: 'D', ...rule },
    ],
  });
  it.each<[location: string, state: object]>([
    ['Output', { Type: 'Pass', Output: none, End: true }],
    ['Output/a[1]', { Type: 'Succeed', Output: { a: [1, none] } }],
    ['Assign/v', { Type: 'Pass', Assign: { v: none }, End: true }],
    ['Error', { Type: 'Fail', Error: none }],
    ['Cause', { Type: 'Fail', Cause: '{% 1 %}' }],
    ['Cause', { Type: 'Fail', Error: 'E', Cause: none }],
    ['Choices[1]/Condition', choice({ Condition: none })],
    ['Choices[1]/Output', choice({ Output: none })],
    ['Choices[1]/Assign/v', choice({ Assign: { v: none } })],
    ['Seconds', { Type: 'Wait', Seconds: none, End: true }],
    ['Seconds', { Type: 'Wait', Seconds: '{% 1e8 %}', End: true }],
    ['Timestamp', { Type: 'Wait', Timestamp: none, End: true }],
    ['Timestamp', { Type: 'Wait', Timestamp: '{% 1 %}', End: true }],
    ['Timestamp', { Type: 'Wait', Timestamp: '{% "today" %}', End: true }],
    ['Arguments', { Type: 'Parallel', Arguments: none, Branches: [pass], End: true }],
    ['Items', { ...map, Items: none }],
    ['Items', { ...map, Items: '{% {} %}' }],
    ['MaxConcurrency', { ...map, Items: [1], MaxConcurrency: none }],
    ['ItemSelector', { ...map, Items: [1], ItemSelector: none }],
  ])('of %s names the field and the state: %j', async (location, state) => {
    const rest = 'Choices' in state ? { D: { Type: 'Succeed' } } : {};
    const record = await harness.run(program({ S: state, ...rest }), { a: 1 });
    expect(record.error).toBe('States.QueryEvaluationError');
    expect(record.cause).toMatch(
      /^An error occurred while executing the state 'S' \(entered at the event id #2\)\. /,
    );
    const failed = (await harness.events(record.executionArn)).find(
      ({ type }) => type === 'EvaluationFailed',
    );
    expect(failed?.details).toEqual({ error: record.error, cause: record.cause, location, state: 'S' });
  });

  it('of a whole state names no field', async () => {
    const record = await harness.run(program({ S: map }), { a: 1 });
    expect(record.cause).toContain('Map state input must be an array but was: {"a":1}');
    const failed = (await harness.events(record.executionArn)).find(
      ({ type }) => type === 'EvaluationFailed',
    );
    expect(failed?.details).toStrictEqual({ error: record.error, cause: record.cause, state: 'S' });
  });

  it('reports the type of Items that are not an array', async () => {
    const record = await harness.run(program({ S: { ...map, Items: '{% {} %}' } }));
    expect(record.cause).toContain("Expected 'array', but was 'object' for value: {}");
  });
});

describe('the events of an execution', () => {
  it('have all details', async () => {
    const record = await harness.run(
      program({ S: { Type: 'Pass', Assign: { v: 1 }, Output: 'out', Next: 'E' }, E: { Type: 'Succeed' } }),
      { a: 1 },
    );
    const events = await harness.events(record.executionArn);
    const complete = { truncated: false };
    const out = { output: '"out"', outputDetails: complete };
    expect(events.map(({ type, details }) => [type, details])).toStrictEqual([
      [
        'ExecutionStarted',
        { input: '{"a":1}', inputDetails: complete, roleArn: 'arn:aws:iam::000000000000:role/test' },
      ],
      ['PassStateEntered', { name: 'S', input: '{"a":1}', inputDetails: complete }],
      [
        'PassStateExited',
        { name: 'S', ...out, assignedVariables: { v: '1' }, assignedVariablesDetails: complete },
      ],
      ['SucceedStateEntered', { name: 'E', input: '"out"', inputDetails: complete }],
      ['SucceedStateExited', { name: 'E', ...out }],
      ['ExecutionSucceeded', out],
    ]);
  });
});

describe('$states.context', () => {
  it('matches the Context object of Step Functions', async () => {
    const record = await harness.run(
      program({ S: { Type: 'Pass', Output: '{% $states.context %}', End: true } }),
      { a: 1 },
    );
    const start = new Date(record.startDate).toISOString();
    expect(outputOf(record)).toEqual({
      Execution: {
        Id: record.executionArn,
        Input: { a: 1 },
        StartTime: start,
        Name: record.name,
        RoleArn: 'arn:aws:iam::000000000000:role/test',
        RedriveCount: 0,
      },
      StateMachine: { Id: record.stateMachineArn, Name: 'machine' },
      State: { Name: 'S', EnteredTime: start },
    });
  });

  it('has the members of Execution in the order of Step Functions', async () => {
    const record = await harness.run(
      program({ S: { Type: 'Pass', Output: '{% $keys($states.context.Execution) %}', End: true } }),
    );
    expect(outputOf(record)).toEqual(['Id', 'Input', 'StartTime', 'Name', 'RoleArn', 'RedriveCount']);
  });
});
