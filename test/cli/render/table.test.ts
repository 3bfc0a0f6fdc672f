import { describe, expect, it } from '@jest/globals';
import { fitColumns } from '../../../cli/render/table.ts';

describe('fitColumns', () => {
  const headings = ['name', 'status', 'started'];
  const rows = [
    ['schedule-2026-11-25T16-54-19Z-open-window-7963c0', '\u001b[32mSUCCEEDED\u001b[39m', '2026-11-25'],
  ];

  it('keeps the columns that fit, from the left, and does not count colours', () => {
    expect(fitColumns(headings, rows, 71)).toEqual({ headings, rows });
    expect(fitColumns(headings, rows, 70).headings).toEqual(['name', 'status']);
    expect(fitColumns(headings, rows, 60).rows).toEqual([rows[0]?.slice(0, 2)]);
  });

  it('cuts the first column where two are too wide together: a status is always seen', () => {
    const { headings: left, rows: cut } = fitColumns(headings, rows, 40);
    expect(left).toEqual(['name', 'status']);
    expect(cut).toEqual([['schedule-2026-11-25T16-54-19…', rows[0]?.[1]]]);
  });
});
