import { describe, expect, it } from '@jest/globals';
import { loadDefinition } from '../../../../local/interpreter/definition/load.ts';
import { AWS_QUOTAS } from '../../../../local/interpreter/quotas.ts';

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
        code: 'SCHEMA_VALIDATION_FAILED',
        location: '/States/S/Branches/0/States/I/Assign',
        message: "The variable 'x' belongs to an outer scope and cannot be assigned here",
      },
    ]);
    const distributed = { ...inner, ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } };
    expect(load(around({ Type: 'Map', ItemProcessor: distributed })).diagnostics).toEqual([]);
  });

  it('lets what a Map or Parallel assigns itself be assigned inside of it, too', () => {
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

  it('refuses a name that two states of the machine have, wherever they are', () => {
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
