import { describe, expect, it } from '@jest/globals';
import { eventKind } from '../../events/event-kind.ts';

describe('the kind of an event', () => {
  it.each([
    ['tvguide.title.added', 'added'],
    ['tvguide.title.removed', 'removed'],
    ['tvguide.source.listed', 'source.listed'],
  ])('of %s is %s', (type, kind) => {
    expect(eventKind(type)).toBe(kind);
  });
});
