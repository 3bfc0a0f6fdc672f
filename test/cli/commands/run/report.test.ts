import { describe, expect, it } from '@jest/globals';
import streamEvent from '../../../../events/examples/stream-event/added.json' with { type: 'json' };
import summary from '../../../../events/examples/run-summary/one-skipped.json' with { type: 'json' };
import type { RunSummary, StreamEvent } from '../../../../events/types.ts';
import { streamFault, type RunOutcome, type RunTraces } from '../../../../cli/commands/run/outcome.ts';
import { describeOutcome } from '../../../../cli/commands/run/report.ts';

const outcome: RunOutcome = {
  status: 'SUCCEEDED',
  executionArn: 'arn:aws:states:eu-west-2:000000000000:execution:title-ingestion:run-1',
  summary: summary as RunSummary,
  stream: { records: 1, events: 1, distinctIds: 1 },
  credits: { spent: 3 },
  elapsedMs: 2_340,
};
const traces: RunTraces = {
  dataFolder: '.local',
  streamName: 'ProgrammeDataStream',
  samples: [streamEvent as StreamEvent],
  foreign: 0,
  foreignSample: '',
  fault: undefined,
  isRedrive: false,
  retries: '2 retries (2 Watchmode.RateLimited)',
};

describe('describeOutcome', () => {
  it('tells what became of every title, and what the stream holds', () => {
    expect(describeOutcome(outcome, traces, false)).toBe(`Run succeeded in 2.3 s

  feed        new_titles  2026-11-23T05:00:00Z to 2026-11-24T06:00:00Z
  discovered  2
  published   1
  skipped     1
  rejected    0
    42 skipped: Watchmode does not know title 42
  retries     2 retries (2 Watchmode.RateLimited)
  credits     3 spent

  stream      ProgrammeDataStream holds 1 records, as read back: 1 events with 1 distinct ids
  3173903   added    Breaking Bad (2008), tv_series: Amazon

  history     kept in .local: \`npm run dev\`, then \`npm run tvguide -- show run-1 --local\`
`);
  });

  it('names error, cause and the way on of a run that failed', () => {
    const { executionArn, stream, credits, elapsedMs } = outcome;
    const cause = '{"errorType":"Watchmode.Unauthorized","errorMessage":"the key is refused","trace":[]}';
    const failed = {
      ...{ executionArn, stream, credits, elapsedMs },
      ...{ status: 'FAILED', error: 'Watchmode.Unauthorized', cause },
    };

    const text = describeOutcome(failed, { ...traces, samples: [] }, false);

    expect(text).toMatch(/^Run failed after 2\.3 s\n/);
    expect(text).toContain(
      'error       Watchmode.Unauthorized\n  cause       the key is refused\n  advice      Put a valid key',
    );
    expect(text).toMatch(/\n\nRun again only what did not succeed: npm start -- --redrive run-1\n$/);
  });

  it('says when the stream does not hold what was published', () => {
    const fault = streamFault({ ...outcome, stream: { records: 2, events: 2, distinctIds: 1 } }, false);

    expect(fault).toBe('the stream holds 2 events with 1 distinct ids, but 1 were published');
    expect(describeOutcome(outcome, { ...traces, fault }, false)).toContain(fault);
    expect(streamFault(outcome, false)).toBeUndefined();
    expect(streamFault({ ...outcome, stream: null, streamError: 'it is gone' }, true)).toBe(
      'the stream could not be read back: it is gone',
    );
  });

  it('does not pass over what it cannot read on the stream', () => {
    const text = describeOutcome(outcome, { ...traces, foreign: 2, foreignSample: 'no JSON' }, false);

    expect(text).toContain('2 parts of records are no events of ours: no JSON');
  });

  it('colours on request only', () => {
    expect(describeOutcome(outcome, traces, true)).toContain('\u001b[32mRun succeeded\u001b[39m');
    expect(describeOutcome(outcome, traces, false)).not.toContain('\u001b');
  });
});
