import { expect, it } from '@jest/globals';
import type { RunHead } from '../../../../console/api/index.ts';
import { headingOf } from '../../../../console/web/run/run-heading.ts';
import { visit } from '../support/visits.ts';

const UUID = '0e7c3f52-9d0b-4a4c-8f56-6f7b1c5a2d11';
const head = (name: string, mapRun: string | null = null) =>
  ({ name, mapRun, startedAt: Date.now() }) as RunHead;
const fetching = (iteration: number, title: string) => visit(iteration + 2, { iteration, title });

it('is the name of a run that has one', () => {
  expect(headingOf(head('nightly'), [])).toEqual({ titles: [], text: 'nightly', isInstead: false });
});

it.each([UUID, `${UUID}_1f0d6a3e-1111-4222-8333-444455556666`])(
  'is the start of a run whose name was generated: %s',
  (name) => {
    expect(headingOf(head(name), [])).toMatchObject({
      text: expect.stringMatching(/^Run of \d\d:\d\d:\d\d$/),
      isInstead: true,
    });
  },
);

it('is the titles of a child execution, each once, by name as soon as it is known', () => {
  const visits = [
    fetching(0, '9000001'),
    visit(9, { iteration: 0, title: 'Breaking Bad' }),
    ...[1, 2, 3, 4].map((iteration) => fetching(iteration, `Title ${iteration}`)),
  ];

  expect(headingOf(head(UUID, 'title-ingestion/Map:1'), visits)).toEqual({
    titles: ['Breaking Bad', 'Title 1', 'Title 2'],
    text: ' and 2 more',
    isInstead: true,
  });
  expect(headingOf(head(UUID, 'title-ingestion/Map:1'), []).text).toBe('Child execution');
});
