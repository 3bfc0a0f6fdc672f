import { describe, expect, it } from '@jest/globals';
import pico from 'picocolors';
import streamEvent from '../../../../events/examples/stream-event/added.json' with { type: 'json' };
import summary from '../../../../events/examples/run-summary/one-skipped.json' with { type: 'json' };
import type { RunSummary, StreamEvent } from '../../../../events/types.ts';
import type { RootCause } from '../../../../operate/run/root-cause.ts';
import { SourceNames } from '../../../../operate/stream/source-names.ts';
import { leftOf } from '../../../operate/stream/support/events.ts';
import { outcomeAsJson, streamFault, type RunOutcome } from '../../../../cli/commands/run/outcome.ts';
import { describeOutcome, nextCommandsOf } from '../../../../cli/commands/run/report.ts';

const stream = {
  ...{ records: 1, events: 1, distinctIds: 1, titles: 1, samples: [streamEvent as StreamEvent] },
  names: new SourceNames(),
  ...{ faults: 0, faultSamples: [] },
};
const outcome: RunOutcome = {
  ending: {
    status: 'SUCCEEDED',
    executionArn: 'arn:aws:states:eu-west-2:000000000000:execution:title-ingestion:run-1',
    elapsedMs: 1_340,
    workTime: { workingMs: 1_340, waitedMs: 0 },
    redriveCount: 0,
    output: summary,
    summary: summary as RunSummary,
    retries: '2 retries (2 Watchmode.RateLimited)',
    failedState: undefined,
    error: undefined,
    cause: undefined,
    isRedrivable: false,
  },
  causes: [],
  names: new Map([[3173904, 'Downton Abbey']]),
  catalogue: null,
  streamName: 'ProgrammeDataStream',
  stream,
  streamError: undefined,
  isRedrive: false,
  creditsSpent: 3,
  elapsedMs: 2_340,
};
const plain = pico.createColors(false);

describe('describeOutcome', () => {
  it('shows the outcome of every title, and the contents of the stream', () => {
    expect(describeOutcome(outcome, plain)).toBe(`Run succeeded in 1.3 s

  execution   run-1
  feed        new_titles  2026-11-23T05:00:00Z to 2026-11-24T06:00:00Z
  discovered  2
  published   1
  skipped     1
  deferred    0
  rejected    0
    42 skipped: Watchmode does not know title 42
  retries     2 retries (2 Watchmode.RateLimited)
  credits     3 spent
  watermark   2026-11-24T06:00:00Z

  stream      ProgrammeDataStream holds 1 record, as read back: 1 event with 1 distinct id
  3173903   added    Breaking Bad (2008), tv_series: Amazon

  history     kept in .local: \`tvguide show run-1 --local\`
  took        2.3 s, with starting up and reading back`);
  });

  it('tells the credits of a redrive from those of its run', () => {
    const redriven = { ...outcome, isRedrive: true, creditsSpent: 1 };

    expect(describeOutcome(redriven, plain)).toMatch(
      /\n {2}credits {5}1 spent by this redrive, \d+ by the whole run\n/,
    );
    const failed = { ...redriven, ending: { ...outcome.ending, summary: undefined } };
    expect(describeOutcome(failed, plain)).toContain('\n  credits     1 spent by this redrive\n');
  });

  it('says when the stream does not hold what was published', () => {
    const faulty = { ...outcome, stream: { ...stream, records: 2, events: 2, distinctIds: 2, titles: 2 } };

    const fault = 'the stream holds 2 events of titles, but 1 was published';
    expect(streamFault(faulty)).toBe(fault);
    expect(describeOutcome(faulty, plain)).toContain(`\n  ${fault}\n`);
    expect(streamFault(outcome)).toBeUndefined();
    // An answer of the stream was lost, so the event was put again.
    expect(streamFault({ ...outcome, stream: { ...stream, records: 2, events: 2 } })).toBeUndefined();
    // A redrive's stream holds what the redrive published.
    expect(streamFault({ ...faulty, isRedrive: true })).toBeUndefined();
    const lost = { ...outcome, stream: null, streamError: 'it is gone', isRedrive: true };
    expect(streamFault(lost)).toBe('the stream could not be read back: it is gone');
    expect(describeOutcome(lost, plain)).toContain('the stream could not be read back: it is gone');
  });

  it('shows a title that left a service, which is not among the published ones', () => {
    const samples = [...stream.samples, leftOf(345_534, 24)];
    const text = describeOutcome(
      { ...outcome, stream: { ...stream, records: 2, events: 2, distinctIds: 2, samples } },
      plain,
    );

    expect(text).toContain('\n  345534    left     source 24, GB\n');
    expect(text).not.toContain('was published');
    const names = new Map([[345_534, 'Alien']]);
    const named = { ...outcome, names, stream: { ...stream, samples } };
    expect(describeOutcome(named, plain)).toContain('\n  345534    left     Alien: source 24, GB\n');
  });

  it('tells an outage that the user asked for from one of Watchmode', () => {
    const cause = {
      state: 'List new titles',
      error: 'Watchmode.Unavailable',
      message: 'Watchmode answers 503',
      titleIds: [],
      count: 1,
      advice: { summary: 's', remedy: 'Redrive once Watchmode answers again.', redriveHelps: true },
    } as unknown as RootCause;
    const failed = { ...outcome.ending, status: 'FAILED', summary: undefined, output: null };
    const adviceIn = (facts: Partial<RunOutcome>) =>
      /^ +advice +(.*)$/m.exec(
        describeOutcome({ ...outcome, ending: failed, causes: [cause], ...facts }, plain),
      )?.[1];

    expect(adviceIn({})).toBe('Redrive once Watchmode answers again.');
    expect(adviceIn({ faults: 'outage:0+60' })).toBe(
      'The stand-in failed as --faults outage:0+60 says. Redrive without --faults.',
    );
    const ofStream = { ...cause, error: 'Stream.Unavailable' };
    expect(adviceIn({ faults: 'outage:0+60', causes: [ofStream] })).toBe(
      'Redrive once Watchmode answers again.',
    );
  });

  it('says that a window was empty, and which runs move the watermark', () => {
    const empty = {
      ...(summary as RunSummary),
      ...{ discovered: 0, published: 0, skipped: 0, setAside: [], watermark: null },
    };
    const told = (facts: Partial<RunSummary>) =>
      describeOutcome({ ...outcome, ending: { ...outcome.ending, summary: { ...empty, ...facts } } }, plain);

    expect(told({})).toContain(`Run succeeded in 1.3 s

  execution   run-1
  feed        new_titles  2026-11-23T05:00:00Z to 2026-11-24T06:00:00Z
  discovered  0  there is nothing new to publish
  retries     2 retries (2 Watchmode.RateLimited)
  credits     3 spent
  watermark   not moved: only a run over the whole open window moves it
`);
    expect(told({ dryRun: true })).toContain('  watermark   not moved: a dry run does not move it\n');
  });

  it('reports invalid records on the stream', () => {
    const text = describeOutcome(
      { ...outcome, stream: { ...stream, faults: 2, faultSamples: ['not JSON', 'x'] } },
      plain,
    );

    expect(text).toContain('2 parts of records cannot be read as events: not JSON');
  });

  it('colours on request only', () => {
    expect(describeOutcome(outcome, pico.createColors(true))).toContain('\u001b[32mRun succeeded\u001b[39m');
    expect(describeOutcome(outcome, plain)).not.toContain('\u001b');
  });
});

describe('outcomeAsJson', () => {
  it('has the summary, what was read back and what was spent', () => {
    expect(JSON.parse(JSON.stringify(outcomeAsJson(outcome)))).toEqual({
      status: 'SUCCEEDED',
      executionArn: outcome.ending.executionArn,
      summary,
      stream: { records: 1, events: 1, distinctIds: 1 },
      credits: { spent: 3 },
      elapsedMs: 2_340,
    });
  });
});

describe('nextCommandsOf', () => {
  it('names a command that finds the rejected titles on this machine', () => {
    expect(nextCommandsOf('run-1').rejected).toMatch(/`tvguide deferred --rejected --local`$/);
  });
});
