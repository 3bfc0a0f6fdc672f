import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import removed from '../../events/examples/stream-event/removed.json' with { type: 'json' };
import { violationsOfEvent } from '../../events/stream-event.ts';
import { findViolations } from '../../events/validate.ts';

const folder = join(import.meta.dirname, '../../events/examples/stream-event');
const readJson = (...path: string[]) => JSON.parse(readFileSync(join(folder, ...path), 'utf8')) as unknown;
const values = [
  ...readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => readJson(file)),
  ...readdirSync(join(folder, 'invalid')).map(
    (file) => (readJson('invalid', file) as { value: unknown }).value,
  ),
  null,
  'text',
  { ...removed, type: 'tvguide.title.left' },
  { ...removed, type: 'tvguide.title.lost' },
  { ...removed, type: ['tvguide.title.removed'] },
];

describe('the check of an event by its type', () => {
  it('gives the verdict of the contract', () => {
    const verdicts = values.map((value) => violationsOfEvent(value).length === 0);

    expect(verdicts).toEqual(values.map((value) => findViolations('StreamEvent', value).length === 0));
    expect(new Set(verdicts)).toEqual(new Set([true, false]));
  });

  it('names only the faults of that type', () => {
    expect(violationsOfEvent({ ...removed, data: {} })).toEqual([
      { pointer: '/data', problem: 'must be null' },
    ]);
    expect(violationsOfEvent({ ...removed, type: 'tvguide.title.added', data: {} })).not.toContainEqual(
      expect.objectContaining({ problem: 'must be null' }),
    );
  });
});
