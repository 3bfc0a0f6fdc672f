import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { Feed } from '../../../events/types.ts';
import { findViolations } from '../../../events/validate.ts';
import { buildStreamEvent, type ObservingRun } from '../../../tasks/publish-titles/stream-event.ts';
import { canonicalJson } from '../../../tasks/shared/canonical-json.ts';
import { deepFreeze } from '../support/ports.ts';
import { fetchedTitle, titleRecord } from '../support/title.ts';

const EXECUTION = 'arn:aws:states:eu-west-2:000000000000:execution:title-ingestion:one';

const RUN: ObservingRun = { feed: 'new_titles', executionArn: EXECUTION };

const idOf = (title = fetchedTitle(7), feed: Feed = 'new_titles', executionArn = EXECUTION) =>
  buildStreamEvent(title, { feed, executionArn }).id;

describe('a stream event', () => {
  it('is a CloudEvent about the title, as of the moment of the answer', () => {
    const event = buildStreamEvent(deepFreeze(fetchedTitle(7)), RUN);

    expect(event).toEqual({
      specversion: '1.0',
      id: expect.stringMatching(/^[0-9a-f]{64}$/),
      source: 'https://api.watchmode.com/v1',
      type: 'tvguide.title.added',
      subject: '7',
      time: '2026-11-24T06:00:01.250Z',
      datacontenttype: 'application/json',
      dataschema: 'https://schemas.tvguide.example/title-record.schema.json',
      data: titleRecord(7),
    });
    expect(findViolations('StreamEvent', event)).toEqual([]);
  });

  it.each<[Feed, string]>([
    ['new_titles', 'tvguide.title.added'],
    ['titles_details_changed', 'tvguide.title.updated'],
    ['titles_sources_changed', 'tvguide.title.updated'],
    ['titles_episodes_changed', 'tvguide.title.updated'],
    ['releases', 'tvguide.title.released'],
  ])('of the feed %s has the type %s', (feed, type) => {
    expect(buildStreamEvent(fetchedTitle(7), { ...RUN, feed }).type).toBe(type);
  });
});

describe('the id of an event', () => {
  it('is the digest of the execution, its kind, the title and the canonical record', () => {
    const { sourcesOmitted, ...rest } = titleRecord(7);
    const shuffled = { sourcesOmitted, ...rest };
    const sorted = Object.fromEntries(
      Object.entries(rest)
        .concat([['sourcesOmitted', sourcesOmitted]])
        .sort(),
    );
    const images = Object.fromEntries(Object.entries(rest.images).sort());
    const text = `${EXECUTION}\nadded\n7\n${JSON.stringify({ ...sorted, images })}`;

    expect(idOf({ ...fetchedTitle(7), record: shuffled })).toBe(
      createHash('sha256').update(text).digest('hex'),
    );
  });

  it('is the same for the same content in one run, at any time and from any feed of changes', () => {
    expect(idOf({ ...fetchedTitle(7), fetchedAt: '2027-01-01T00:00:00Z' })).toBe(idOf());
    expect(idOf(fetchedTitle(7), 'titles_details_changed')).toBe(
      idOf(fetchedTitle(7), 'titles_sources_changed'),
    );
  });

  it('differs in another run, so that a title that changes and changes back is not taken for a repeat', () => {
    const other = EXECUTION.replace(':one', ':two');

    expect(idOf(fetchedTitle(7), 'new_titles', other)).not.toBe(idOf());
  });

  it('has no execution in it if the run was started by software that did not pass it', () => {
    const { data, id } = buildStreamEvent(fetchedTitle(7), { feed: 'new_titles' });
    const text = `\nadded\n7\n${canonicalJson(data)}`;

    expect(id).toBe(createHash('sha256').update(text).digest('hex'));
  });

  it('differs for another title, content or kind', () => {
    const ids = [
      idOf(),
      idOf(fetchedTitle(8)),
      idOf(fetchedTitle(7, { title: 'Title 7!' })),
      idOf(fetchedTitle(7, { userRating: 7 })),
      idOf(fetchedTitle(7, { criticScore: 7 })),
      idOf(fetchedTitle(7), 'releases'),
      idOf(fetchedTitle(7), 'titles_details_changed'),
    ];

    expect(new Set(ids).size).toBe(ids.length);
  });
});
