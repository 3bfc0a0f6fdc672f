import { describe, expect, it } from '@jest/globals';
import { cellAfter, cellAt, cellPaths, placeCells } from '../../../../console/web/map-run/cells.ts';

describe('the cells of a Map Run', () => {
  it('are smaller the more there are, and fill the width', () => {
    expect(placeCells(200, 100)).toEqual({ size: 18, step: 20, columns: 5, rows: 40 });
    expect(placeCells(800, 100)).toMatchObject({ size: 13, columns: 6 });
    expect(placeCells(20_000, 100)).toMatchObject({ size: 9, columns: 9 });
    expect(placeCells(3, 5)).toMatchObject({ columns: 1, rows: 3 });
  });

  it('are one path for each colour', () => {
    const places = placeCells(4, 60);
    const paths = cellPaths(['good', 'bad', 'good', 'pending'], places);

    expect(paths).toEqual([
      { tone: 'good', cells: 2, path: 'M0 0h18v18h-18zM40 0h18v18h-18z' },
      { tone: 'bad', cells: 1, path: 'M20 0h18v18h-18z' },
      { tone: 'pending', cells: 1, path: 'M0 20h18v18h-18z' },
    ]);
  });

  it('are found by a point', () => {
    const places = placeCells(4, 60);

    expect(cellAt(45, 5, 4, places)).toBe(2);
    expect(cellAt(5, 25, 4, places)).toBe(3);
    expect([cellAt(25, 25, 4, places), cellAt(61, 5, 4, places), cellAt(-1, 5, 4, places)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('are gone through with the arrow keys, the pending ones left out', () => {
    const places = placeCells(10, 60);
    const after = (index: number, key: string) => cellAfter(index, key, 7, places);

    expect([
      after(0, 'ArrowRight'),
      after(0, 'ArrowDown'),
      after(4, 'ArrowUp'),
      after(4, 'ArrowLeft'),
    ]).toEqual([1, 3, 1, 3]);
    expect([after(3, 'Home'), after(3, 'End')]).toEqual([0, 6]);
    expect([
      after(0, 'ArrowLeft'),
      after(6, 'ArrowRight'),
      after(5, 'ArrowDown'),
      after(0, 'constructor'),
    ]).toEqual(Array.from({ length: 4 }));
  });
});
