import { describe, expect, it } from '@jest/globals';
import { workloadOf } from '../../../infra/cost/workload.ts';
import { definition, type Workflow } from '../../../infra/definition.ts';

const invocations = (list: number, fetch: number, publish: number) => ({
  ListNewTitlesFunctionArn: list,
  FetchTitleDetailsFunctionArn: fetch,
  PublishTitlesFunctionArn: publish,
});

describe('the workload of a run', () => {
  it.each([
    // Eight states of the parent; a child has the inner Map, its titles and the publishing.
    [1, 8 + 3, 1],
    [10, 8 + 12, 1],
    [11, 8 + 12 + 3, 2],
    [250, 8 + 25 * 12, 25],
    [25_000, 8 + 2_500 * 12, 2_500],
  ])('of %i titles is counted from the definition', (titles, transitions, children) => {
    expect(workloadOf(definition, titles)).toEqual({
      transitions,
      children,
      invocations: invocations(1, titles, children),
    });
  });

  it('follows the definition when its structure changes', () => {
    const ingest = definition.States['Ingest titles']!;
    const inFives: Workflow = {
      ...definition,
      States: { ...definition.States, 'Ingest titles': { ...ingest, ItemBatcher: { MaxItemsPerBatch: 5 } } },
    };

    expect(workloadOf(inFives, 250)).toMatchObject({ transitions: 8 + 50 * 7, children: 50 });
  });

  it('is one child an item where a Distributed Map has no batches', () => {
    const workflow: Workflow = {
      StartAt: 'Each',
      States: {
        Each: {
          Type: 'Map',
          ItemProcessor: {
            ProcessorConfig: { Mode: 'DISTRIBUTED' },
            StartAt: 'Note',
            States: { Note: { Type: 'Pass' } },
          },
        },
      },
    };

    expect(workloadOf(workflow, 7)).toEqual({ transitions: 8, children: 7, invocations: {} });
  });

  it('is refused where it has no bounds or its cost is not known', () => {
    const loop: Workflow = { StartAt: 'A', States: { A: { Type: 'Pass', Next: 'A' } } };
    const wait: Workflow = { StartAt: 'A', States: { A: { Type: 'Wait' } } };
    const lost: Workflow = { StartAt: 'A', States: {} };

    expect(() => workloadOf(loop, 1)).toThrow('loops at "A"');
    expect(() => workloadOf(wait, 1)).toThrow('"A" is of type Wait');
    expect(() => workloadOf(lost, 1)).toThrow('no state "A"');
  });
});
