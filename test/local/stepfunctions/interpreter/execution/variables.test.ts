import { describe, expect, it } from '@jest/globals';
import { Variables } from '../../../../../local/stepfunctions/interpreter/execution/variables.ts';
import { Payload } from '../../../../../local/stepfunctions/interpreter/payload.ts';
import { Harness, outputOf } from '../../../../../local/stepfunctions/testing.ts';
import { distributed, program } from '../support/states.ts';

const show = (expression: string): object => ({ Type: 'Pass', Output: `{% ${expression} %}`, End: true });

describe('variables', () => {
  it('are assigned with the values on entry, and visible from the next state on', async () => {
    const harness = new Harness();
    const record = await harness.run(
      program({
        A: { Type: 'Pass', Assign: { x: 1, y: '{% $states.input %}' }, Next: 'B' },
        B: {
          Type: 'Pass',
          Assign: { x: '{% $x + 1 %}', z: '{% $x %}' },
          Output: '{% $x %}',
          Next: 'C',
        },
        C: show('[$states.input, $x, $y, $z]'),
      }),
      7,
    );
    expect(outputOf(record)).toEqual([1, 2, 7, 1]);
    const exited = (await harness.events(record.executionArn)).filter(
      ({ type }) => type === 'PassStateExited',
    );
    expect(exited.map(({ details }) => details)).toMatchObject([
      { assignedVariables: { x: '1', y: '7' }, assignedVariablesDetails: { truncated: false } },
      { assignedVariables: { x: '2', z: '1' } },
      {},
    ]);
    expect(exited[2]?.details).not.toHaveProperty('assignedVariables');
  });

  it('of an outer scope are visible inside, those of a branch or iteration only there', async () => {
    const harness = new Harness();
    const inner = { Type: 'Pass', Assign: { own: '{% $states.input %}' } };
    const record = await harness.run(
      program({
        A: { Type: 'Pass', Assign: { outer: 10 }, Next: 'M' },
        M: {
          Type: 'Map',
          Items: [1, 2],
          ItemProcessor: program({ I: { ...inner, Next: 'J' }, J: show('$own + $outer') }),
          Assign: { sum: '{% $sum($states.result) %}' },
          Next: 'B',
        },
        B: show('{"sum": $sum, "own": $exists($own)}'),
      }),
    );
    expect(outputOf(record)).toEqual({ sum: 23, own: false });
  });

  it('do not reach the children of a Distributed Map', async () => {
    const harness = new Harness();
    const record = await harness.run(
      program({
        A: { Type: 'Pass', Assign: { outer: 10 }, Next: 'M' },
        M: { Type: 'Map', Items: [1], ItemProcessor: distributed({ I: show('$exists($outer)') }), End: true },
      }),
    );
    expect(outputOf(record)).toEqual([false]);
  });

  it.each<[what: string, assign: object, cause: string]>([
    [
      'one is too large',
      { a: '{% $pad("", 199, "x") %}' },
      'The Assign field exceeds the maximum variable assignment size by 1 bytes.',
    ],
    [
      'all of one Assign are too large',
      { a: '{% $pad("", 98, "x") %}', b: '{% $pad("", 100, "x") %}' },
      'The Assign field exceeds the maximum variable assignment size by 2 bytes.',
    ],
  ])('fail the state when %s', async (_what, assign, cause) => {
    const harness = new Harness({}, { quotas: { variableBytes: 200 } });
    const record = await harness.run(program({ A: { Type: 'Pass', Assign: assign, End: true } }));
    expect(record).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded', cause });
    expect((await harness.events(record.executionArn)).at(-2)).toMatchObject({
      type: 'EvaluationFailed',
      details: { error: 'States.DataLimitExceeded', cause, location: 'Assign', state: 'A' },
    });
  });

  it.each([
    [262_142, 'SUCCEEDED'],
    [262_143, 'FAILED'],
  ])('of %d characters, plus quotes: %s', async (length, status) => {
    const assign = { a: `{% $pad("", ${length}, "x") %}` };
    const record = await new Harness().run(program({ A: { Type: 'Pass', Assign: assign, End: true } }));
    expect(record.status).toBe(status);
  });

  it('have at most 256 KiB in one Assign, and more in the execution', async () => {
    const half = '{% $pad("", 131070, "x") %}';
    const record = await new Harness().run(
      program({
        A: { Type: 'Pass', Assign: { a: half, b: half }, Next: 'B' },
        B: { Type: 'Pass', Assign: { c: half, d: half }, Next: 'C' },
        C: { Type: 'Pass', Output: '{% $length($a & $b & $c & $d) %}', End: true },
      }),
    );
    expect(outputOf(record)).toBe(4 * 131_070);
  });

  it('that are too large can be caught', async () => {
    const harness = new Harness({}, { quotas: { variableBytes: 20 } });
    const record = await harness.run(
      program({
        T: {
          Type: 'Parallel',
          Branches: [program({ I: { Type: 'Pass', Assign: { a: 'x'.repeat(30) }, End: true } })],
          Catch: [{ ErrorEquals: ['States.ALL'], Next: 'E' }],
          End: true,
        },
        E: { Type: 'Pass', Output: '{% $states.input.Error %}', End: true },
      }),
    );
    expect(outputOf(record)).toBe('States.DataLimitExceeded');
  });

  it('fail the state when all variables of the execution, each counted once, are too large', async () => {
    const set = (name: string): object => ({ Type: 'Pass', Assign: { [name]: '{% $pad("", 58, "x") %}' } });
    const harness = new Harness({}, { quotas: { allVariablesBytes: 120 } });
    const fine = await harness.run(
      program({
        A: { ...set('a'), Next: 'B' },
        B: { ...set('a'), Next: 'C' },
        C: { ...set('b'), End: true },
      }),
    );
    expect(fine.status).toBe('SUCCEEDED');
    const full = await harness.run(
      program({
        A: { ...set('a'), Next: 'B' },
        B: { ...set('b'), Next: 'C' },
        C: { ...set('c'), End: true },
      }),
    );
    expect(full).toMatchObject({
      error: 'States.DataLimitExceeded',
      cause:
        "Execution total variable size limit exceeded. State 'C' assigned variables that exceed the total execution limit by 60 bytes.",
    });
  });

  it('of iterations that have ended do not count', async () => {
    const harness = new Harness({}, { quotas: { allVariablesBytes: 100 } });
    const record = await harness.run(
      program({
        M: {
          Type: 'Map',
          Items: [1, 2, 3, 4],
          MaxConcurrency: 1,
          ItemProcessor: program({
            I: { Type: 'Pass', Assign: { a: '{% $pad("", 58, "x") %}' }, End: true },
          }),
          End: true,
        },
      }),
    );
    expect(record.status).toBe('SUCCEEDED');
  });

  it('count in bytes with those of enclosing programs while their own program runs', () => {
    const budget = { bytes: 0 };
    const outer = new Variables(budget);
    outer.assign([['a', Payload.ofValue('é')]]);
    const inner = outer.inner();
    inner.assign([['b', Payload.ofValue('b')]]);
    expect([outer.bytes, inner.bytes, budget.bytes]).toEqual([4, 7, 7]);
    expect(inner.all()).toEqual({ a: 'é', b: 'b' });
    inner.release();
    expect([inner.bytes, budget.bytes]).toEqual([4, 4]);
    expect(inner.all()).toEqual({ a: 'é' });
  });
});
