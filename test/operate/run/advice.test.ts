import { describe, expect, it } from '@jest/globals';
import { adviceFor } from '../../../operate/run/advice.ts';
import { ERROR_ADVICE } from '../../../workflow/error-advice.ts';
import { PLATFORM_ERROR_ADVICE } from '../../../workflow/platform-error-advice.ts';

describe('the advice', () => {
  it('exists for errors of the tasks and of AWS', () => {
    expect(adviceFor('Watchmode.Unavailable')).toBe(ERROR_ADVICE['Watchmode.Unavailable']);
    expect(adviceFor('Runtime.OutOfMemory')).toBe(PLATFORM_ERROR_ADVICE['Runtime.OutOfMemory']);
  });

  it('names the faults of the stand-in as the reason', () => {
    const message =
      'GET /status: Watchmode answers 503: Service temporarily unavailable (a fault of the stand-in).';

    expect(adviceFor('Watchmode.Unavailable', message)).toMatchObject({
      summary: ERROR_ADVICE['Watchmode.Unavailable'].summary,
      remedy:
        'The stand-in failed on demand. Redrive without --faults, or with the faults of the console off.',
    });
    expect(adviceFor('TypeError', message)).toBeUndefined();
  });

  it.each(['TypeError', 'toString', ''])('does not exist for %j', (error) => {
    expect(adviceFor(error)).toBeUndefined();
  });
});
