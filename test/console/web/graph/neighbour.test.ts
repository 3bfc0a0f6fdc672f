import { describe, expect, it } from '@jest/globals';
import { definitionText } from '../../../../workflow/substitutions.ts';
import { allStates, parseDefinition } from '../../../../workflow/definition.ts';
import { layOut } from '../../../../console/web/graph/layout.ts';
import { neighbourOf } from '../../../../console/web/graph/neighbour.ts';

const definition = parseDefinition(definitionText);
const { nodes } = layOut(definition);
const next = (name: string, key: string) => neighbourOf(nodes, name, key)?.name;

describe('the next state in the direction of an arrow key', () => {
  it('is the one below or above', () => {
    expect(next('List new titles', 'ArrowDown')).toBe('Any new titles?');
    expect(next('Any new titles?', 'ArrowUp')).toBe('List new titles');
  });

  it('is the one beside in the same row, be it a box or not', () => {
    expect(next('Refresh reference data', 'ArrowRight')).toBe('Ingest titles');
    expect(next('Ingest titles', 'ArrowLeft')).toBe('Refresh reference data');
  });

  it('leads into a box and out of it', () => {
    expect(next('Ingest titles', 'ArrowDown')).toBe('Fetch titles');
    expect(next('Fetch titles', 'ArrowUp')).toBe('Ingest titles');
  });

  it('is the first or the last with Home and End', () => {
    expect(next('Fetch titles', 'Home')).toBe('List new titles');
    expect(next('Fetch titles', 'End')).toBe('Summarise run');
  });

  it('is none at the border, with other keys and without a state', () => {
    expect(next('List new titles', 'ArrowUp')).toBeUndefined();
    expect(next('List new titles', 'a')).toBeUndefined();
    expect(next('constructor', 'ArrowDown')).toBeUndefined();
  });

  it('reaches every state', () => {
    const reached = new Set(['List new titles']);
    for (const name of reached)
      for (const key of ['ArrowDown', 'ArrowUp', 'ArrowLeft', 'ArrowRight']) {
        const found = next(name, key);
        if (found !== undefined) reached.add(found);
      }

    expect([...reached].sort()).toEqual(
      allStates(definition)
        .map(([name]) => name)
        .sort(),
    );
  });
});
