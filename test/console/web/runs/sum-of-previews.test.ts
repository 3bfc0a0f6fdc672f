import { expect, it } from '@jest/globals';
import type { RedrivePreview } from '../../../../console/api/index.ts';
import { sumOf } from '../../../../console/web/runs/sum-of-previews.ts';

const preview = (given: Partial<RedrivePreview>): RedrivePreview => ({
  refusal: null,
  states: ['Ingest titles'],
  children: null,
  titles: { again: 4, total: 9, kept: 5 },
  credits: 8,
  isEstimate: false,
  redriveCount: 0,
  overtakenBy: null,
  overtakenProblem: null,
  faults: [],
  ...given,
});

it('sums up titles and credits, without runs that cannot be redriven', () => {
  const overtakenBy = { run: 'title-ingestion:other', claimedAt: 0, creditsTwice: 4 };

  expect(
    sumOf([
      preview({ faults: ['Outage'] }),
      preview({ titles: { again: 1, total: 1, kept: 0 }, credits: 2, overtakenBy }),
      preview({ titles: null, credits: null }),
      preview({ refusal: 'it is over', credits: null }),
    ]),
  ).toEqual({ titles: 5, credits: 10, unknown: 1, overtaken: 1, faults: ['Outage'] });
});

it('is unknown if nothing is known before the listing', () => {
  expect(sumOf([preview({ titles: null, credits: null })])).toMatchObject({ titles: null, credits: null });
});
