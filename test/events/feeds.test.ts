import { describe, expect, it } from '@jest/globals';
import { DEFAULT_FEED, FEEDS, isFeed } from '../../events/feeds.ts';

describe('a feed', () => {
  it('is one of those that the contract lists', () => {
    expect(FEEDS.every(isFeed)).toBe(true);
    expect(['', 'films', 'New_Titles'].some(isFeed)).toBe(false);
  });

  it('is new_titles by default', () => {
    expect(DEFAULT_FEED).toBe('new_titles');
  });
});
