import { describe, expect, it } from '@jest/globals';
import { fromPicker, toPicker } from '../../../../console/web/start/instants.ts';

describe('a date picker in UTC', () => {
  it('shows an instant of any offset, and nothing for another text', () => {
    expect(toPicker('2026-11-01T00:00:00Z')).toBe('2026-11-01T00:00:00');
    expect(toPicker('2026-11-01T00:30:00+01:00')).toBe('2026-10-31T23:30:00');
    expect(['', 'soon'].map(toPicker)).toEqual(['', '']);
  });

  it('gives an instant with and without seconds, and nothing if it is empty', () => {
    expect(fromPicker('2026-11-01T06:30')).toBe('2026-11-01T06:30:00Z');
    expect(fromPicker('2026-11-01T06:30:05')).toBe('2026-11-01T06:30:05Z');
    expect(fromPicker('')).toBe('');
  });
});
