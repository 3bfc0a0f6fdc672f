import { describe, expect, it } from '@jest/globals';
import { allStates, definition, mapLabels, type Workflow } from '../../infra/definition.ts';

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

describe('the definition as the deployment reads it', () => {
  it('has the states inside its Maps as well', () => {
    expect(allStates(definition).map(([name]) => name)).toEqual(
      expect.arrayContaining(['Read watermark', 'Fetch titles', 'Fetch title details', 'Publish titles']),
    );
  });

  it('has the labels of its Distributed Maps only', () => {
    expect(mapLabels(definition)).toEqual(['IngestTitles']);
  });

  it('must label a Distributed Map, for the label is in the ARNs that the role names', () => {
    expect(mapLabels(distributed({ Label: 'Each' }))).toEqual(['Each']);
    expect(() => mapLabels(distributed({}))).toThrow('The Distributed Map "Each" has no Label');
  });
});
