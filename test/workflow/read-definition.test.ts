import { describe, expect, it } from '@jest/globals';
import {
  allStates,
  findState,
  innerMachinesOf,
  mapLabels,
  objectsIn,
  parseDefinition,
  statesOf,
  type Workflow,
} from '../../workflow/definition.ts';
import { titleIngestion } from '../../workflow/title-ingestion.ts';

const distributed = (label: object): Workflow => ({
  StartAt: 'Each',
  States: {
    Each: {
      Type: 'Map',
      ...label,
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED' },
        StartAt: 'Call',
        States: {
          Call: { Type: 'Task', Arguments: { FunctionName: '${CallFunctionArn}' }, TimeoutSeconds: 60 },
          'Call again': {
            Type: 'Task',
            Arguments: { FunctionName: '${CallFunctionArn}' },
            TimeoutSeconds: 30,
          },
        },
      },
    },
  },
});

/** A Map without ProcessorConfig. */
const machineOfItems: Workflow = {
  StartAt: 'Each',
  States: { Each: { Type: 'Map', ItemProcessor: { StartAt: 'Item', States: { Item: { Type: 'Pass' } } } } },
};
const pass = (name: string) => ({ StartAt: name, States: { [name]: { Type: 'Pass' } } });

describe('the reader of definitions', () => {
  it('finds the states inside the Maps of title-ingestion', () => {
    expect(allStates(titleIngestion).map(([name]) => name)).toEqual(
      expect.arrayContaining(['Advance watermark', 'Fetch titles', 'Fetch title details', 'Publish titles']),
    );
  });

  it('finds the numbers of title-ingestion on AWS', () => {
    expect(findState(parseDefinition(JSON.stringify(titleIngestion)), 'Check Watchmode')).toMatchObject({
      Retry: expect.arrayContaining([expect.objectContaining({ MaxAttempts: expect.any(Number) })]),
    });
  });

  it('returns each state before its inner states', () => {
    const machine = {
      States: {
        Fork: {
          Type: 'Parallel',
          Branches: [pass('Left'), { States: { Old: { Type: 'Map', Iterator: pass('In') } } }],
        },
        Map: { Type: 'Map', ItemProcessor: pass('Item') },
        Last: { Type: 'Succeed' },
      },
    };

    expect(allStates(machine).map(([name]) => name)).toEqual([
      'Fork',
      'Left',
      'Old',
      'In',
      'Map',
      'Item',
      'Last',
    ]);
    expect(statesOf(machine).map(([name]) => name)).toEqual(['Fork', 'Map', 'Last']);
    expect(innerMachinesOf(machine.States.Fork)).toEqual(machine.States.Fork.Branches);
    expect(findState(machine, 'In')).toEqual({ Type: 'Pass' });
    expect(findState(machine, 'Out')).toBeUndefined();
  });

  it('ignores values that are not states, and refuses a definition that is not an object', () => {
    expect(
      allStates({ States: { A: null, B: 'B', C: { Branches: [1, null] } } }).map(([name]) => name),
    ).toEqual(['C']);
    expect(allStates({})).toEqual([]);
    expect(objectsIn('text')).toEqual([]);
    expect(mapLabels(machineOfItems)).toEqual([]);
    expect(() => parseDefinition('[]')).toThrow(TypeError);
    expect(() => parseDefinition('{')).toThrow(SyntaxError);
  });

  it('returns the labels of Distributed Maps only', () => {
    expect(mapLabels(titleIngestion)).toEqual(['IngestTitles']);
  });

  it('requires a label on a Distributed Map, because the ARNs in the role contain it', () => {
    expect(mapLabels(distributed({ Label: 'Each' }))).toEqual(['Each']);
    expect(() => mapLabels(distributed({}))).toThrow('The Distributed Map "Each" has no Label');
  });
});
