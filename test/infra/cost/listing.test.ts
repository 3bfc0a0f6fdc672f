import { describe, expect, it } from '@jest/globals';
import { ASSUMPTIONS } from '../../../infra/cost/estimate.ts';
import { brokenListing } from '../../../infra/cost/listing.ts';
import { cost } from '../../../infra/cost/main.ts';
import { MAX_REPEATS } from '../../../tasks/list-new-titles/ask-for-page.ts';
import { titleIngestion } from '../../../workflow/title-ingestion.ts';

describe('a listing whose last page never arrives', () => {
  it('costs 44 credits a run of 3,000 titles when the page fails, and 220 with four redrives', () => {
    // Eleven pages, four times.
    expect(brokenListing(titleIngestion, 12, 'fails')).toEqual({ run: 44, withRedrives: 220 });
  });

  it('costs 60 credits a run when the page is short, as each attempt at it is paid for', () => {
    // Eleven pages and four attempts at the twelfth, four times.
    expect(brokenListing(titleIngestion, 12, 'is short')).toEqual({ run: 60, withRedrives: 300 });
  });

  it('costs nothing when its only page fails', () => {
    expect(brokenListing(titleIngestion, 1, 'fails').withRedrives).toBe(0);
  });

  it('is printed with the estimate', () => {
    const { stdout } = cost(['--titles', '3000']);

    expect(stdout).toContain('A listing of 12 pages whose last page never arrives\n');
    expect(stdout).toMatch(/Last page fails, one run +44 credit/);
    expect(stdout).toMatch(/Last page fails, 4 redrives +220 credit/);
    expect(stdout).toMatch(/Last page is short, one run +60 credit/);
    expect(stdout).toMatch(/Last page is short, 4 redrives +300 credit/);
  });

  it('is requested as often as by list-new-titles', () => {
    expect(ASSUMPTIONS.pageRepeats).toBe(MAX_REPEATS);
  });
});
