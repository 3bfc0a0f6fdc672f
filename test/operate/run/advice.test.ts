import { describe, expect, it } from '@jest/globals';
import { adviceFor } from '../../../operate/run/advice.ts';
import { ERROR_ADVICE } from '../../../workflow/error-advice.ts';
import { PLATFORM_ERROR_ADVICE } from '../../../workflow/platform-error-advice.ts';

describe('the advice', () => {
  it('is there for what the tasks throw and for what AWS reports', () => {
    expect(adviceFor('Watchmode.Unavailable')).toBe(ERROR_ADVICE['Watchmode.Unavailable']);
    expect(adviceFor('Runtime.OutOfMemory')).toBe(PLATFORM_ERROR_ADVICE['Runtime.OutOfMemory']);
  });

  it.each(['TypeError', 'toString', ''])('is not there for %j, which nobody foresaw', (error) => {
    expect(adviceFor(error)).toBeUndefined();
  });
});
