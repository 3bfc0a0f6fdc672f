import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Judgement, Listing, PublishedBatch, PublishTitlesInput } from '../../events/types.ts';
import { recordRelease } from './main.ts';
import type { Exchange } from './support/recording.ts';

describe('the record of a release', () => {
  let files: Awaited<ReturnType<typeof recordRelease>>;

  beforeAll(async () => {
    files = await recordRelease();
  });

  it('is the same each time', async () => {
    expect(await recordRelease()).toEqual(files);
  });

  it('contains both definitions with their placeholders', () => {
    expect(files['title-ingestion.asl.json']).toContain('${PublishTitlesFunctionArn}');
    expect(files['redrive-failed-run.asl.json']).toContain('${JudgeFailedRunFunctionArn}');
  });

  it('contains each kind of payload', () => {
    const exchangesOf = (name: string) =>
      JSON.parse(files[`payloads/${name}.json`] ?? 'null') as readonly Exchange[];
    const outputsOf = (name: string) => exchangesOf(name).map(({ output }) => output) as unknown[];
    const inputs = exchangesOf('publish-titles').map(({ input }) => input) as unknown[];

    const outcomes = (inputs as PublishTitlesInput[]).flatMap(({ outcomes: all }) => all);
    expect(new Set(outcomes.map(({ outcome }) => outcome))).toEqual(
      new Set(['fetched', 'skipped', 'deferred', 'unanswered']),
    );
    const batches = outputsOf('publish-titles') as PublishedBatch[];
    expect(batches.some(({ placeHeldSeconds = 0 }) => placeHeldSeconds > 0)).toBe(true);
    expect(batches.some(({ result: { rejected = 0 } }) => rejected > 0)).toBe(true);
    const runs = (outputsOf('list-new-titles') as Listing[]).map(({ run }) => run);
    expect(runs.some(({ waitsFor }) => waitsFor !== null)).toBe(true);
    expect(runs.some(({ window, waitsFor }) => window === null && waitsFor === null)).toBe(true);
    expect(runs.some(({ correctedWatermark }) => correctedWatermark !== null)).toBe(true);
    expect(outputsOf('check-watchmode')).toMatchObject([{}, {}, { creditsUsed: 1 }, {}]);
    const judgements = outputsOf('judge-failed-run') as Judgement[];
    expect(judgements.map(({ decision }) => decision)).toEqual(['wait', 'redrive', 'leaveAlone']);
  });
});
