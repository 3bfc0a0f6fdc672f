import { describe, expect, it } from '@jest/globals';
import pico from 'picocolors';
import example from '../../../../../events/examples/run-summary/sweep.json' with { type: 'json' };
import { DayChanges } from '../../../../../cli/commands/run/days/day-changes.ts';
import {
  daysAsJson,
  daysFault,
  type DaysOutcome,
  type SweptDay,
} from '../../../../../cli/commands/run/days/outcome.ts';
import { describeDays } from '../../../../../cli/commands/run/days/report.ts';
import type { RunSummary, Sweep } from '../../../../../events/types.ts';
import { SourceNames } from '../../../../../operate/stream/source-names.ts';
import { eventOf, leftOf, sourceOf } from '../../../../operate/stream/support/events.ts';

const plain = pico.createColors(false);
const NETFLIX = ['GB:203'];

function dayOf(startedAt: string, published: number, sweep: Partial<Sweep>, credits: number): SweptDay {
  const found = { sections: NETFLIX, pages: 1, titles: 212, arrived: 0, left: 0, missing: 0, baselines: 0 };
  const summary: RunSummary = {
    ...(example as RunSummary),
    ...{ discovered: published, published, sweep: { ...found, ...sweep } },
  };
  return {
    startedAt: Date.parse(startedAt),
    credits,
    ending: {
      status: 'SUCCEEDED',
      executionArn: `arn:aws:states:eu-west-2:000000000000:execution:title-ingestion:${startedAt.slice(0, 10)}`,
      elapsedMs: 340,
      workTime: { workingMs: 340, waitedMs: 0 },
      redriveCount: 0,
      output: summary,
      summary,
      retries: '',
      failedState: undefined,
      error: undefined,
      cause: undefined,
      isRedrivable: false,
    },
  };
}

function outcomeOf(swept: SweptDay[], change: Partial<DaysOutcome> = {}): DaysOutcome {
  const changes = new DayChanges(swept.map(({ startedAt }) => startedAt));
  const names = new SourceNames();
  const events = [
    sourceOf(203, 'Netflix'),
    {
      ...eventOf(1),
      time: '2026-11-25T12:00:01Z',
      arrivedon: swept[0]!.ending.summary!.sweep!.sections.join(','),
    },
    leftOf(2, 203),
  ];
  for (const event of events) {
    names.learn(event);
    changes.add(event);
  }
  return {
    ...{ wanted: swept.length, swept, changes, ending: swept.at(-1)!.ending, causes: [], names: new Map() },
    titleNames: new Map([
      [1, 'Moon (2009)'],
      [2, 'Alien'],
    ]),
    stream: {
      ...{ records: 3, events: 3, distinctIds: 3, titles: 1, samples: [], names },
      ...{ faults: 0, faultSamples: [] },
    },
    ...{ streamError: undefined, streamName: 'ProgrammeDataStream', catalogue: null, elapsedMs: 3_400 },
    ...change,
  };
}

const days = (sections = NETFLIX) => [
  dayOf('2026-11-24T12:00:00Z', 0, { sections, baselines: sections.length }, 4),
  dayOf('2026-11-25T12:00:00Z', 1, { sections, arrived: 1 }, 6),
  dayOf('2026-11-26T12:00:00Z', 0, { sections, left: 1 }, 4),
];

describe('describeDays', () => {
  it('shows what has arrived and left on each day, and the credits', () => {
    expect(describeDays(outcomeOf(days(), { catalogue: { titles: 1, rows: 4 } }), plain)).toBe(
      `3 of 3 sweeps on the days from 2026-11-24 to 2026-11-26

DAY         TITLES  CREDITS  ARRIVED AND LEFT
2026-11-24     212        4  the baseline: nothing is published
2026-11-25     212        6  + Moon (2009)
2026-11-26     212        4  - Alien
sum                      14  1 arrived, 1 left

  stream      ProgrammeDataStream holds 3 events, as read back
  catalogue   1 title with 4 rows of services and genres
  history     kept in .local: \`tvguide list --local\`
  took        3.4 s, with starting up and reading back`,
    );
  });

  it('has a line for each change of a day, and says what is missing', () => {
    const [first] = days() as [SweptDay, SweptDay, SweptDay];
    const many = dayOf('2026-11-25T12:00:00Z', 12, { arrived: 12, missing: 1 }, 28);
    const outage = dayOf('2026-11-26T12:00:00Z', 0, { arrived: 2, missing: 2 }, 4);
    const summary = { ...outage.ending.summary!, discovered: 3, deferred: 2, rejected: 1 };
    const outcome = outcomeOf([first, many, { ...outage, ending: { ...outage.ending, summary } }]);
    for (let titleId = 11; titleId <= 21; titleId += 1) {
      outcome.changes.add({ ...eventOf(titleId), time: '2026-11-25T12:00:01Z', arrivedon: 'GB:203' });
    }
    const lines = describeDays(outcome, plain).split('\n').slice(3, 19);

    expect(lines.slice(1, 4)).toEqual([
      '2026-11-25     212       28  + Moon (2009)',
      '                             + title 11',
      '                             + title 12',
    ]);
    expect(lines.slice(8, 11)).toEqual([
      '                             + title 17',
      '                             and 4 more',
      '                             1 missing: the next sweep tells',
    ]);
    expect(lines.slice(11, 15)).toEqual([
      '2026-11-26     212        4  - Alien',
      '                             2 deferred: the next sweep asks again',
      '                             1 rejected',
      '                             2 missing: the next sweep tells',
    ]);
  });

  it('lists departures beside many arrivals', () => {
    const [first] = days() as [SweptDay, SweptDay, SweptDay];
    const many = dayOf('2026-11-25T12:00:00Z', 9, { arrived: 9, left: 6 }, 22);
    const outcome = outcomeOf([first, many]);
    const time = '2026-11-25T12:00:01Z';
    for (let titleId = 11; titleId <= 18; titleId += 1) {
      outcome.changes.add({ ...eventOf(titleId), time, arrivedon: 'GB:203' });
    }
    for (let titleId = 21; titleId <= 26; titleId += 1) {
      outcome.changes.add({ ...leftOf(titleId, 203), time });
    }
    const lines = describeDays(outcome, plain).split('\n').slice(7, 13);

    expect(lines.map((line) => line.trim())).toEqual([
      '+ title 13',
      '- Alien',
      '- title 21',
      '- title 22',
      '- title 23',
      'and 8 more',
    ]);
  });

  it('has the counts of the summaries after an interruption, when the stream is not read', () => {
    const [first, second] = days() as [SweptDay, SweptDay, SweptDay];
    const text = describeDays({ ...outcomeOf([first, second]), stream: null }, plain);

    expect(text).toContain('2026-11-25     212        6  1 arrived, 0 left\n');
    expect(text).toContain('sum                      10  1 arrived, 0 left\n');
    expect(describeDays(outcomeOf([first]), plain)).toMatch(/^1 of 1 sweep on 2026-11-24\n/);
  });

  it('names the services if there are several', () => {
    const text = describeDays(outcomeOf(days(['GB:203', 'GB:409'])), plain);

    expect(text).toContain('+ Moon (2009), Netflix and source 409\n');
    expect(text).toContain('- Alien, Netflix\n');
  });

  it('shows the failure of the last day, and leaves out the days after it', () => {
    const [first, second] = days() as [SweptDay, SweptDay, SweptDay];
    const failed = {
      ...second,
      ending: {
        ...second.ending,
        ...{ status: 'FAILED', summary: undefined, failedState: 'List new titles', error: 'BudgetExceeded' },
      },
    };
    const text = describeDays(outcomeOf([first, failed], { wanted: 7 }), plain);

    expect(text).toMatch(/^2 of 7 sweeps on the days from 2026-11-24 to 2026-11-25\n/);
    expect(text).toContain('2026-11-25                6  failed\n');
    expect(text).toMatch(/state {7}List new titles\n {2}error {7}BudgetExceeded\n/);
  });
});

describe('daysFault', () => {
  it('compares the stream with what the sweeps have published', () => {
    const outcome = outcomeOf(days());

    expect(daysFault(outcome)).toBeUndefined();
    expect(daysFault({ ...outcome, stream: { ...outcome.stream!, titles: 2 } })).toBe(
      'the stream holds 2 titles and 1 departure, but 1 and 1 were published',
    );
    expect(daysFault(outcomeOf(days().slice(0, 2)))).toContain('1 departure, but 1 and 0');
  });
});

describe('daysAsJson', () => {
  it('has the titles of each day by name', () => {
    const json = daysAsJson(outcomeOf(days()));

    expect(json.credits).toEqual({ spent: 14 });
    expect(json.days.map(({ day, arrived, left, credits }) => ({ day, arrived, left, credits }))).toEqual([
      { day: '2026-11-24', credits: 4, arrived: [], left: [] },
      {
        day: '2026-11-25',
        credits: 6,
        arrived: [{ titleId: 1, title: 'Moon (2009)', services: NETFLIX }],
        left: [],
      },
      {
        day: '2026-11-26',
        credits: 4,
        arrived: [],
        left: [{ titleId: 2, title: 'Alien', services: NETFLIX }],
      },
    ]);
  });
});
