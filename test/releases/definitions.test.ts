import { describe, expect, it } from '@jest/globals';
import type { RunSummary } from '../../events/types.ts';
import { findViolations } from '../../events/validate.ts';
import { play } from './support/recording.ts';
import { recordedReleases } from './support/recorded.ts';
import { SCENARIOS } from './support/scenarios.ts';

describe.each(recordedReleases())(
  'the definitions of release $version over the functions of today',
  ({ definitions }) => {
    it.each(SCENARIOS)('play to the end: $name', async (scenario) => {
      const { harness, executions } = await play(scenario, definitions);
      const endings = executions.map(({ status, error, cause }) => ({ status, error, cause }));
      const outputsOf = (name: keyof typeof definitions) =>
        executions
          .filter(({ stateMachineArn }) => stateMachineArn.endsWith(`:${name}`))
          .map(({ output }) => JSON.parse(output ?? 'null') as unknown);
      const summaries = outputsOf('title-ingestion') as RunSummary[];

      expect(endings).toEqual(executions.map(() => expect.objectContaining({ status: 'SUCCEEDED' })));
      expect(summaries).toMatchObject(scenario.accounts);
      expect(outputsOf('redrive-failed-run')).toMatchObject(scenario.decisions ?? []);
      for (const summary of summaries) {
        const { discovered, published, skipped, deferred, rejected } = summary;
        expect(findViolations('RunSummary', summary)).toEqual([]);
        expect(published + skipped + deferred + rejected).toBe(discovered);
      }
      const written = summaries.filter(({ dryRun }) => !dryRun);
      expect(harness.stream.events).toHaveLength(written.reduce((sum, { published }) => sum + published, 0));
      const watermark = summaries.flatMap((summary) => summary.watermark ?? []).at(-1);
      expect((await harness.progress.readWatermark('new_titles'))?.watermark).toBe(watermark);
    });
  },
);
