import { describe, expect, it } from '@jest/globals';
import pico from 'picocolors';
import { fitColumns, formatTable } from '../../../cli/render/table.ts';

const PLAIN = pico.createColors(false);

describe('formatTable', () => {
  it('keeps columns below each other in every script, and nothing after the last cell', () => {
    const rows = [
      ['Heat (1995)', 'Netflix', '8.3'],
      ['千と千尋の神隠し', 'Netflix', '-'],
      ['שְׁטִיסֶל', '\u001b[32mITVX\u001b[39m', ''],
    ];

    expect(formatTable(['title', 'where', 'rating'], rows, PLAIN)).toBe(
      [
        'TITLE             WHERE    RATING',
        'Heat (1995)       Netflix  8.3',
        '千と千尋の神隠し  Netflix  -',
        'שְׁטִיסֶל             \u001b[32mITVX\u001b[39m',
      ].join('\n'),
    );
  });
});

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
