import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { eventKind, hasRecord, isOfTitle, titleIdOf } from '../../events/event-kind.ts';
import type { StreamEvent } from '../../events/types.ts';

describe('the kind of an event', () => {
  it.each([
    ['tvguide.title.added', 'added'],
    ['tvguide.title.removed', 'removed'],
    ['tvguide.source.listed', 'source.listed'],
  ])('of %s is %s', (type, kind) => {
    expect(eventKind(type)).toBe(kind);
  });
});

const examples = join(import.meta.dirname, '../../events/examples/stream-event');
const example = (name: string) => JSON.parse(readFileSync(join(examples, name), 'utf8')) as StreamEvent;

describe('an event', () => {
  it.each([
    ['added.json', 3_173_903, true],
    ['arrived.json', 3_173_903, true],
    ['removed.json', 3_173_903, false],
    ['left.json', 3_173_903, false],
    ['source-listed.json', null, false],
    ['genre-listed.json', null, false],
    ['region-listed.json', null, false],
  ])('like %s is of the title %s; it has a record: %s', (name, titleId, isDescribed) => {
    const event = example(name);

    expect(titleIdOf(event)).toBe(titleId);
    expect(isOfTitle(event)).toBe(titleId !== null);
    expect(hasRecord(event)).toBe(isDescribed);
  });

  it('is known by one of these examples', () => {
    expect(readdirSync(examples).filter((file) => file.endsWith('.json'))).toHaveLength(7);
  });
});
