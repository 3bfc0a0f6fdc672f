import { describe, expect, it } from '@jest/globals';
import type { ExecutionInput, OtherRun } from '../../../events/types.ts';
import { coversOpenWindow, findRunAhead, type RunAtWork } from '../../../tasks/shared/run-scope.ts';

const DEFAULTS = { feed: 'new_titles' as const, regions: ['GB', 'IE'] };
const STARTED_AT = '2026-11-24T06:00:03.000Z';

const run = (input: ExecutionInput = {}): RunAtWork => ({
  executionArn: 'arn:b',
  startedAt: Date.parse(STARTED_AT),
  input,
});
const other = (changes: Partial<OtherRun> = {}): OtherRun => ({
  executionArn: 'arn:z',
  name: 'first',
  startDate: '2026-11-24T06:00:02.999Z',
  status: 'RUNNING',
  redriveStatus: 'NOT_REDRIVABLE',
  input: '{}',
  ...changes,
});
const isBehind = (others: OtherRun, input: ExecutionInput = {}) =>
  findRunAhead(run(input), [others], DEFAULTS) !== undefined;

const PARTIAL: [string, ExecutionInput][] = [
  ['that was told its titles', { titleIds: [1] }],
  ['over a closed window', { window: { start: '2026-11-01T00:00:00Z', end: '2026-11-02T00:00:00Z' } }],
  ['that takes only some titles', { maxTitles: 1 }],
  ['that takes only some types', { types: ['movie'] }],
  ['for fewer regions', { regions: ['IE'] }],
  ['for other regions', { regions: ['GB', 'FR'] }],
  ['that publishes nothing', { dryRun: true }],
];

describe('a run over the open window', () => {
  it.each<[string, ExecutionInput]>([
    ['by hand', {}],
    ['by the schedule', { source: 'schedule', scheduledTime: '2026-11-24T06:00:00Z' }],
    ['of another feed', { feed: 'releases' }],
    ["for the deployment's regions, in any order", { regions: ['IE', 'GB'] }],
    ['that says it is no dry run', { dryRun: false }],
  ])('is one %s', (_, input) => {
    expect(coversOpenWindow(input, DEFAULTS.regions)).toBe(true);
  });

  it.each(PARTIAL)('is not one %s', (_, input) => {
    expect(coversOpenWindow(input, DEFAULTS.regions)).toBe(false);
  });
});

describe('a run that does the same work', () => {
  it('is ahead when it was started earlier, and of two at the same moment the one with the lesser ARN', () => {
    expect(isBehind(other())).toBe(true);
    expect(isBehind(other({ startDate: '2026-11-24T06:00:03.001Z' }))).toBe(false);
    expect(isBehind(other({ startDate: STARTED_AT, executionArn: 'arn:a' }))).toBe(true);
    expect(isBehind(other({ startDate: STARTED_AT, executionArn: 'arn:c' }))).toBe(false);
  });

  it('is of the same feed, named or not', () => {
    expect(isBehind(other({ input: '{"feed":"new_titles"}' }))).toBe(true);
    expect(isBehind(other(), { feed: 'new_titles' })).toBe(true);
    expect(isBehind(other(), { feed: 'releases' })).toBe(false);
    expect(isBehind(other({ input: '{"feed":"releases"}' }))).toBe(false);
  });

  it("may have been started by EventBridge's own scheduled event", () => {
    expect(isBehind(other({ input: `{"source":"aws.events","time":"${STARTED_AT}"}` }))).toBe(true);
  });

  it.each(PARTIAL)('is not one %s', (_, input) => {
    expect(isBehind(other({ input: JSON.stringify(input) }))).toBe(false);
  });

  it.each(PARTIAL)('is nobody else to one %s', (_, input) => {
    expect(isBehind(other(), input)).toBe(false);
  });

  it.each([
    ['has ended meanwhile', { status: 'SUCCEEDED' }],
    ['was left behind by a process that died', { redriveStatus: 'REDRIVABLE' }],
    ['has an input that was too long to be read', { input: null }],
    ['has an input that is not JSON', { input: 'six' }],
    ['has an input that it will refuse', { input: '{"feed":"films"}' }],
    ['has null for an input', { input: 'null' }],
    ['has a number for an input', { input: '7' }],
    ['has a text for an input', { input: '"aws.events"' }],
    ['has the input of another source', { input: '{"source":"aws.s3"}' }],
  ])('is not one that %s', (_, changes) => {
    expect(isBehind(other(changes))).toBe(false);
  });
});
