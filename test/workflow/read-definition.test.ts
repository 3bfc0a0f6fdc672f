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

/** A Map that does not say how it runs. */
const machineOfItems: Workflow = {
  StartAt: 'Each',
  States: { Each: { Type: 'Map', ItemProcessor: { StartAt: 'Item', States: { Item: { Type: 'Pass' } } } } },
};
const pass = (name: string) => ({ StartAt: name, States: { [name]: { Type: 'Pass' } } });

describe('the reader of definitions', () => {
  it('has the states inside the Maps of title-ingestion as well', () => {
    expect(allStates(titleIngestion).map(([name]) => name)).toEqual(
      expect.arrayContaining(['Advance watermark', 'Fetch titles', 'Fetch title details', 'Publish titles']),
    );
  });

  it('has the numbers of title-ingestion as AWS gets them', () => {
    expect(findState(parseDefinition(JSON.stringify(titleIngestion)), 'Check Watchmode')).toMatchObject({
      Retry: expect.arrayContaining([expect.objectContaining({ MaxAttempts: expect.any(Number) })]),
    });
  });

  it('has each state before those inside it, whatever holds them', () => {
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

  it('passes over what is no state, and refuses what is no object', () => {
    expect(
      allStates({ States: { A: null, B: 'B', C: { Branches: [1, null] } } }).map(([name]) => name),
    ).toEqual(['C']);
    expect(allStates({})).toEqual([]);
    expect(objectsIn('text')).toEqual([]);
    expect(mapLabels(machineOfItems)).toEqual([]);
    expect(() => parseDefinition('[]')).toThrow(TypeError);
    expect(() => parseDefinition('{')).toThrow(SyntaxError);
  });

  it('has the labels of Distributed Maps only', () => {
    expect(mapLabels(titleIngestion)).toEqual(['IngestTitles']);
  });

  it('must find a label on a Distributed Map, for it is in the ARNs that the role names', () => {
    expect(mapLabels(distributed({ Label: 'Each' }))).toEqual(['Each']);
    expect(() => mapLabels(distributed({}))).toThrow('The Distributed Map "Each" has no Label');
  });
});
