import { describe, expect, it } from '@jest/globals';
import { workloadOf } from '../../../infra/cost/workload.ts';
import type { Workflow } from '../../../workflow/definition.ts';
import { titleIngestion } from '../../../workflow/title-ingestion.ts';

const invocations = (list: number, fetch: number, publish: number) => ({
  ListNewTitlesFunctionArn: list,
  FetchTitleDetailsFunctionArn: fetch,
  PublishTitlesFunctionArn: publish,
});

describe('the workload of a run', () => {
  it.each([
    // Six states of the parent; a child has the inner Map, its titles, a choice, the publishing and the pace.
    [1, 6 + 5, 1],
    [10, 6 + 14, 1],
    [11, 6 + 14 + 5, 2],
    [250, 6 + 25 * 14, 25],
    [25_000, 6 + 2_500 * 14, 2_500],
  ])('of %i titles is counted from the definition', (titles, transitions, children) => {
    expect(workloadOf(titleIngestion, titles)).toEqual({
      transitions,
      children,
      invocations: invocations(1, titles, children),
    });
  });

  it('follows the definition when its structure changes', () => {
    const ingest = titleIngestion.States['Ingest titles']!;
    const inFives: Workflow = {
      ...titleIngestion,
      States: {
        ...titleIngestion.States,
        'Ingest titles': { ...ingest, ItemBatcher: { MaxItemsPerBatch: 5 } },
      },
    };

    expect(workloadOf(inFives, 250)).toMatchObject({ transitions: 6 + 50 * 9, children: 50 });
  });

  describe('that sweeps', () => {
    const task = (Next: string, FunctionName: string) =>
      ({ Type: 'Task', Next, Arguments: { FunctionName } }) as const;
    const sweeping: Workflow = {
      StartAt: 'List',
      States: {
        List: task('Any new titles?', '${ListArn}'),
        'Any new titles?': {
          Type: 'Choice',
          Choices: [{ Next: 'Refresh reference data' }, { Next: 'Save?' }],
          Default: 'End',
        },
        'Refresh reference data': task('List', '${RefreshArn}'),
        'Save?': { Type: 'Choice', Choices: [{ Next: 'Save sweep' }], Default: 'End' },
        'Save sweep': task('End', '${SaveArn}'),
        End: { Type: 'Succeed' },
      },
    };

    it('refreshes the reference data, lists again, and saves', () => {
      expect(workloadOf(sweeping, 5, { isSweep: true })).toEqual({
        // List, choice, refresh, list, choice, choice, save, end.
        transitions: 8,
        children: 0,
        invocations: { ListArn: 2, RefreshArn: 1, SaveArn: 1 },
      });
    });

    it('is left out of the run of another feed', () => {
      expect(workloadOf(sweeping, 5)).toEqual({
        transitions: 4,
        children: 0,
        invocations: { ListArn: 1 },
      });
    });
  });

  it('is one child per item if a Distributed Map has no batches', () => {
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

  it('is refused if it is unbounded or its cost is unknown', () => {
    const loop: Workflow = { StartAt: 'A', States: { A: { Type: 'Pass', Next: 'A' } } };
    const fork: Workflow = { StartAt: 'A', States: { A: { Type: 'Parallel' } } };
    const lost: Workflow = { StartAt: 'A', States: {} };

    expect(() => workloadOf(loop, 1)).toThrow('loops at "A"');
    expect(() => workloadOf(fork, 1)).toThrow('"A" is of type Parallel');
    expect(() => workloadOf(lost, 1)).toThrow('no state "A"');
  });

  it('refuses a Map without a processor', () => {
    const workflow = { StartAt: 'Fetch', States: { Fetch: { Type: 'Map', End: true } } };

    expect(() => workloadOf(workflow, 1)).toThrow('The Map "Fetch" has no ItemProcessor');
  });
});
