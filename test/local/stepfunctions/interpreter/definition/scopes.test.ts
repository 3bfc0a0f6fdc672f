import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { loadDefinition } from '../../../../../local/stepfunctions/interpreter/definition/load.ts';
import { variableReferences } from '../../../../../local/stepfunctions/interpreter/definition/references.ts';
import { AWS_QUOTAS } from '../../../../../local/stepfunctions/interpreter/quotas.ts';

const load = (definition: object) =>
  loadDefinition(JSON.stringify(definition), {
    quotas: AWS_QUOTAS,
    refusal: () => undefined,
    type: 'STANDARD',
  });

describe('loading a definition', () => {
  it('refuses an inner state that assigns a variable of an outer scope', () => {
    const inner = { StartAt: 'I', States: { I: { Type: 'Pass', Assign: { x: 1, z: 1 }, End: true } } };
    const around = (state: object) => ({
      QueryLanguage: 'JSONata',
      StartAt: 'A',
      States: {
        A: { Type: 'Pass', Assign: { x: 2 }, Next: 'S' },
        S: { ...state, End: true },
      },
    });
    expect(load(around({ Type: 'Parallel', Branches: [inner] })).diagnostics).toMatchObject([
      {
        code: 'DUPLICATE_VARIABLE_NAME',
        location: '/States/S/Branches[0]/States/I/Assign/x',
        message: "The variable name 'x' was already defined in a parent scope.",
      },
    ]);
    expect(load(around({ Type: 'Map', ItemProcessor: inner })).diagnostics).toMatchObject([
      { location: '/States/S/ItemProcessor/States/I/Assign/x' },
    ]);
    const distributed = { ...inner, ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } };
    expect(load(around({ Type: 'Map', ItemProcessor: distributed })).diagnostics).toEqual([]);
  });

  it('allows a variable that a Map or Parallel assigns to be assigned inside of it', () => {
    const inner = { StartAt: 'I', States: { I: { Type: 'Pass', Assign: { x: 1 }, End: true } } };
    const assign = {
      Assign: { x: 2 },
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'E', Assign: { x: 3 } }],
    };
    for (const state of [
      { Type: 'Parallel', Branches: [inner, { ...inner, StartAt: 'J', States: { J: inner.States.I } }] },
      { Type: 'Map', ItemProcessor: inner },
    ]) {
      const { diagnostics } = load({
        QueryLanguage: 'JSONata',
        StartAt: 'S',
        States: { S: { ...state, ...assign, End: true }, E: { Type: 'Succeed' } },
      });
      expect(diagnostics).toEqual([]);
    }
  });

  it('refuses a variable whose name is longer than 80 characters', () => {
    const assigning = (name: string) =>
      load({
        QueryLanguage: 'JSONata',
        StartAt: 'A',
        States: { A: { Type: 'Pass', Assign: { [name]: 1 }, End: true } },
      }).diagnostics;
    expect(assigning('v'.repeat(80))).toEqual([]);
    expect(assigning('v'.repeat(81))).toMatchObject([{ location: '/States/A/Assign' }]);
  });

  it('refuses two states of the same name, at any depth', () => {
    const { diagnostics } = load({
      QueryLanguage: 'JSONata',
      StartAt: 'S',
      States: {
        S: { Type: 'Map', ItemProcessor: { StartAt: 'S', States: { S: { Type: 'Succeed' } } }, End: true },
      },
    });
    expect(diagnostics).toMatchObject([{ code: 'DUPLICATE_STATE_NAME', message: 'Duplicate State name: S' }]);
  });
});

/** A Pass state that assigns and reads variables and has a Next. */
const pass = (next: string | undefined, rest: object) => ({
  Type: 'Pass',
  ...rest,
  ...(next === undefined ? { End: true } : { Next: next }),
});
const machine = (states: Record<string, object>) => ({
  QueryLanguage: 'JSONata',
  StartAt: Object.keys(states)[0],
  States: states,
});
const warningsOf = (states: Record<string, object>) =>
  load(machine(states)).diagnostics.map(({ severity, code, location }) => [severity, code, location]);
const warning = (location: string) => ['WARNING', 'POSSIBLY_UNDEFINED_VARIABLE', location];

describe('a warning of an undefined variable', () => {
  const choice = {
    Type: 'Choice',
    Choices: [{ Condition: '{% $states.input %}', Next: 'Set' }],
    Default: 'Read',
  };
  const read = pass(undefined, { Output: { a: '{% $x + 1 %}' } });

  it('is given if some path does not assign it', () => {
    const set = pass('Read', { Assign: { x: 1 } });
    expect(warningsOf({ C: choice, Set: set, Read: read })).toEqual([warning('/States/Read/Output/a')]);
    const rule = { ...choice, Assign: { x: 2 } };
    expect(warningsOf({ C: rule, Set: set, Read: read })).toEqual([]);
  });

  it('is not given for a variable that is set outside or by a lambda', () => {
    const inner = { StartAt: 'I', States: { I: pass(undefined, { Output: '{% $x %}' }) } };
    const map = { Type: 'Map', ItemProcessor: inner };
    expect(warningsOf({ Set: pass('M', { Assign: { x: 1 } }), M: { ...map, End: true } })).toEqual([]);
    expect(warningsOf({ M: { ...map, Assign: { x: 1 }, End: true } })).toEqual([
      warning('/States/M/ItemProcessor/States/I/Output'),
    ]);
    const lambda = '{% $map([1], function($x){ $x }) ~> $string %}';
    expect(
      warningsOf({ A: pass('B', { Output: lambda }), B: pass(undefined, { Assign: { x: 1 } }) }),
    ).toEqual([]);
  });

  it('is given for a variable of a branch, before it is set, and of nobody', () => {
    const inner = (name: string, rest: object) => ({
      StartAt: name,
      States: { [name]: pass(undefined, rest) },
    });
    const writer = inner('Writer', { Assign: { x: 1 } });
    const reader = inner('Reader', { Output: '{% $x %}' });
    const fork = { Type: 'Parallel', Branches: [writer, reader], Next: 'Read' };
    expect(warningsOf({ Fork: fork, Read: read })).toEqual([
      warning('/States/Fork/Branches[1]/States/Reader/Output'),
      warning('/States/Read/Output/a'),
    ]);
    expect(warningsOf({ A: pass(undefined, { Output: '{% $nobody %}', Assign: { nobody: 1 } }) })).toEqual([
      warning('/States/A/Output'),
    ]);
    expect(load(machine({ A: pass(undefined, { Output: '{% $nobody %}' }) })).diagnostics).toEqual([
      {
        severity: 'WARNING',
        code: 'POSSIBLY_UNDEFINED_VARIABLE',
        message: "Variable 'nobody' is possibly not defined.",
        location: '/States/A/Output',
      },
    ]);
  });

  it('is given beside errors, for the states that can be read', () => {
    const broken = { Type: 'Walk', Next: 'Read' };
    const states = { C: { ...choice, Choices: [{ ...choice.Choices[0], Next: 'Broken' }] }, Broken: broken };
    expect(load(machine({ ...states, Read: read })).diagnostics.map(({ code }) => code)).toEqual([
      'SCHEMA_VALIDATION_FAILED',
      'POSSIBLY_UNDEFINED_VARIABLE',
    ]);
  });

  it('is given for each expression, also if only a rule or a catcher assigns it', () => {
    const rule = { Condition: '{% $states.input %}', Next: 'Read', Assign: { x: 1 } };
    const twice = pass(undefined, { Output: ['{% $x %}', '{% $x %}'], Assign: { y: '{% $x %}' } });
    expect(warningsOf({ C: { Type: 'Choice', Choices: [rule], Default: 'Read' }, Read: twice })).toEqual([
      warning('/States/Read/Assign/y'),
      warning('/States/Read/Output[0]'),
      warning('/States/Read/Output[1]'),
    ]);
    const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'Read', Assign: { x: 1 } }];
    const task = { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', Catch };
    expect(warningsOf({ T: { ...task, Next: 'Read' }, Read: read })).toEqual([
      warning('/States/Read/Output/a'),
    ]);
    expect(warningsOf({ T: { ...task, Assign: { x: 2 }, Next: 'Read' }, Read: read })).toEqual([]);
  });

  it('is given in each branch and each kind of Map, in the order of the states', () => {
    const inner = (name: string, output: unknown) => ({
      StartAt: name,
      States: { [name]: pass(undefined, { Output: output }) },
    });
    const around = (rest: object) => ({
      C: choice,
      Set: pass('Read', { Assign: { x: 1 } }),
      Read: { ...rest, Next: 'F' },
      F: { Type: 'Fail', Error: '{% $x %}' },
    });
    const branches = Array.from({ length: 10 }, (_, index) => inner(`I${index}`, 1));
    expect(
      warningsOf(around({ Type: 'Parallel', Branches: [...branches, inner('J/K~', '{% $x %}')] })),
    ).toEqual([warning('/States/Read/Branches[10]/States/J~1K~0/Output'), warning('/States/F/Error')]);
    expect(warningsOf(around({ Type: 'Map', ItemProcessor: inner('I', '{% $x %}') }))).toEqual([
      warning('/States/Read/ItemProcessor/States/I/Output'),
      warning('/States/F/Error'),
    ]);
    expect(warningsOf(around({ Type: 'Map', Iterator: inner('I', '{% $x %}') }))).toEqual([
      warning('/States/Read/Iterator/States/I/Output'),
      warning('/States/F/Error'),
    ]);
  });

  it('is given in a Distributed Map regardless of outer variables', () => {
    const ProcessorConfig = { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' };
    const child = {
      StartAt: 'D',
      States: {
        D: { ...choice, Choices: [{ ...choice.Choices[0], Next: 'E' }], Default: 'G' },
        E: pass('G', { Assign: { y: 1 } }),
        G: pass(undefined, { Output: ['{% $x %}', '{% $y %}'] }),
      },
    };
    expect(
      warningsOf({
        C: choice,
        Set: pass('Read', { Assign: { x: 1, y: 1 } }),
        Read: { Type: 'Map', ItemProcessor: { ...child, ProcessorConfig }, End: true },
      }),
    ).toEqual([
      warning('/States/Read/ItemProcessor/States/G/Output[0]'),
      warning('/States/Read/ItemProcessor/States/G/Output[1]'),
    ]);
  });

  it('is given after a catcher that does not assign it, and in a loop', () => {
    const task = {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      Assign: { x: 1 },
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Read' }],
      Next: 'Read',
    };
    expect(warningsOf({ T: task, Read: read })).toEqual([warning('/States/Read/Output/a')]);
    const loop = { Type: 'Choice', Choices: [{ Condition: '{% $x > 3 %}', Next: 'E' }], Default: 'Up' };
    const up = pass('Loop', { Assign: { x: '{% $x + 1 %}' } });
    expect(
      warningsOf({ Set: pass('Loop', { Assign: { x: 0 } }), Loop: loop, Up: up, E: { Type: 'Succeed' } }),
    ).toEqual([]);
  });

  it.each(['title-ingestion', 'redrive-failed-run'])('is not given in %s', (name) => {
    const path = join(import.meta.dirname, `../../../../../workflow/${name}.asl.json`);
    const text = readFileSync(path, 'utf8')
      .replace(/"\$\{\w+\}"/g, '"1"')
      .replace(/\$\{\w+\}/g, '1');
    const { diagnostics } = load(JSON.parse(text) as object);
    expect(diagnostics.filter(({ severity }) => severity === 'WARNING')).toEqual([]);
  });
});

it('the references list the variables that each state reads, at any depth', () => {
  const reading = (name: string, output: string) => ({
    StartAt: name,
    States: { [name]: pass(undefined, { Output: output }) },
  });
  const inner = { StartAt: 'I', States: { I: pass(undefined, { Output: '{% $b & $states.input & $a %}' }) } };
  const others = Array.from({ length: 10 }, (_, index) => reading(`I${index}`, 'nothing'));
  const loaded = load(
    machine({
      A: pass('P', { Assign: { a: 1, b: '{% ($c := 2; $c) %}' } }),
      P: {
        Type: 'Parallel',
        Branches: [...others, inner],
        Arguments: { States: { x: '{% $sum([$a]) %}' } },
        Next: 'M',
      },
      M: { Type: 'Map', ItemProcessor: reading('~1/J', '{% $b %}'), Next: 'N' },
      N: { Type: 'Map', Iterator: reading('K', '{% $a %}'), Next: 'O' },
      O: pass(undefined, { Output: { Iterator: { States: { x: '{% $b %}' } } } }),
    }),
  );
  expect(loaded.definition === undefined ? {} : variableReferences(loaded.references)).toEqual({
    I: ['a', 'b'],
    P: ['a'],
    '~1/J': ['b'],
    K: ['a'],
    O: ['b'],
  });
});
