import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { findViolations, type Violation } from '../../../events/validate.ts';
import { buildTitleRecord } from '../../../tasks/fetch-title-details/title-record.ts';
import { readTitle } from '../../../tasks/shared/watchmode/read-title.ts';
import { titleDetails, titleSource } from '../support/title.ts';

const ESSENTIAL = ['id', 'title', 'type'];
const OPTIONAL = Object.keys(titleDetails(7)).filter((key) => !ESSENTIAL.includes(key));

/** Returns the record for a title's response, and the noted parts. */
function fetched(answer: unknown) {
  const body = JSON.stringify(answer);
  const notes: Violation[] = [];
  const note = (part: Violation) => notes.push(part);
  const details = readTitle({ request: 'GET /title/7/details', status: 200, body, header: () => null }, note);
  return { record: buildTitleRecord(details, { titleId: 7, regions: ['GB'] }, note), notes };
}

const oddValue = fc.oneof(
  fc.constantFrom('', '1.99', -1, 0.5, 1e300, true, {}, [], [[]], [null], ['x', 1], 'x'.repeat(30_000)),
  fc.jsonValue({ maxDepth: 3 }),
);
const oddSource = fc.oneof(
  oddValue,
  fc
    .dictionary(fc.constantFrom(...Object.keys(titleSource())), oddValue, { maxKeys: 4 })
    .map((changes) => ({ ...titleSource(), ...changes })),
);

describe('an invalid part of a title', () => {
  it('never loses the title', () => {
    const changes = fc.dictionary(fc.constantFrom(...OPTIONAL), oddValue, { maxKeys: 6 });
    const sources = fc.option(fc.array(oddSource, { maxLength: 6 }), { nil: undefined });
    fc.assert(
      fc.property(changes, sources, (odd, oddSources) => {
        const answer = { ...titleDetails(7), ...odd, ...(oddSources && { sources: oddSources }) };

        expect(findViolations('TitleRecord', fetched(answer).record)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it.each(OPTIONAL.filter((key) => key !== 'similar_titles'))('%s is left out alone, and noted', (key) => {
    const whole = fetched(titleDetails(7));
    const { record, notes } = fetched({ ...titleDetails(7), [key]: { odd: true } });
    const changed = Object.entries(record).filter(
      ([name, value]) => JSON.stringify(value) !== JSON.stringify(whole.record[name as keyof typeof record]),
    );

    expect(whole.notes).toEqual([]);
    // The title has no last year that could be lost.
    expect(changed).toHaveLength(key === 'end_year' ? 0 : 1);
    expect(notes.map(({ pointer }) => pointer)).toContain(`/${key}`);
  });

  it('may be the price of a source, which keeps the source', () => {
    const sources = [titleSource({ source_id: 1 }), { ...titleSource({ source_id: 2 }), price: '£1.99' }];
    const { record, notes } = fetched({ ...titleDetails(7), sources });

    expect(record.sources.map(({ sourceId, price }) => [sourceId, price])).toEqual([
      [1, null],
      [2, null],
    ]);
    expect(notes).toEqual([{ pointer: '/sources/1/price', problem: 'must be number,null' }]);
  });

  it('may be a whole source', () => {
    const sources = [7, { ...titleSource({ source_id: 2 }), name: 7 }, titleSource({ source_id: 3 }), {}];
    const { record, notes } = fetched({ ...titleDetails(7), sources });

    expect(record.sources.map(({ sourceId }) => sourceId)).toEqual([3]);
    expect(new Set(notes.map(({ pointer }) => pointer))).toEqual(
      new Set(['/sources/0', '/sources/1/name', '/sources/3']),
    );
  });

  it.each(['source_id', 'name', 'type', 'region'])('is a whole source without its %s', (key) => {
    const sources = [{ ...titleSource(), [key]: {} }, titleSource({ source_id: 3 })];
    const { record, notes } = fetched({ ...titleDetails(7), sources });

    expect(record.sources.map(({ sourceId }) => sourceId)).toEqual([3]);
    expect(new Set(notes.map(({ pointer }) => pointer))).toEqual(new Set([`/sources/0/${key}`]));
  });

  it('may be one of thousands', () => {
    const sources = Array.from({ length: 5_000 }, (_, index) => (index % 2 === 0 ? null : titleSource()));

    expect(fetched({ ...titleDetails(7), sources }).record.sources).toHaveLength(1);
  });

  it('must not be one of too many', () => {
    const sources = Array.from({ length: 30_000 }, () => null);

    expect(() => fetched({ ...titleDetails(7), sources })).toThrow(
      expect.objectContaining({ name: 'Watchmode.UnexpectedResponse' }),
    );
  });

  it.each(ESSENTIAL)('must not be the required %s', (key) => {
    expect(() => fetched({ ...titleDetails(7), [key]: null })).toThrow(
      expect.objectContaining({
        name: 'Watchmode.UnexpectedResponse',
        violations: expect.arrayContaining([expect.objectContaining({ pointer: `/${key}` })]),
      }),
    );
  });
});
