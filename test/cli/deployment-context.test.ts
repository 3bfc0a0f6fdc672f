import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readDeploymentContext } from '../../cli/deployment-context.ts';

describe('the settings of a deployment', () => {
  let cwd: string;
  beforeEach(async () => {
    cwd = await mkdtemp(join(tmpdir(), 'tvguide-context-'));
  });
  afterEach(() => rm(cwd, { recursive: true }));

  const readWith = async (context: Readonly<Record<string, unknown>>) => {
    await writeFile(join(cwd, 'cdk.json'), JSON.stringify({ context }));
    return readDeploymentContext(cwd);
  };

  it('are those of the stage without a cdk.json', async () => {
    expect(await readDeploymentContext(cwd)).toMatchObject({
      stage: 'prod',
      services: [],
      regions: ['GB'],
      maxCredits: 'none',
    });
  });

  it.each([
    [{ services: 'Netflix,157' }, { services: ['Netflix', '157'] }],
    [{ services: ['Sky Go', 157] }, { services: ['Sky Go', '157'] }],
    [{ services: '' }, { services: [] }],
    [
      { regions: 'GB,US', sweepTypes: 'movie' },
      { regions: ['GB', 'US'], sweepTypes: ['movie'] },
    ],
    [{ maxCredits: 300 }, { maxCredits: 300 }],
    [{ sweepSchedule: 'rate(1 day)' }, { sweepSchedule: 'rate(1 day)' }],
    // Synthesis refuses these. The settings of the stage stay.
    [{ services: 7 }, { services: [] }],
    [{ maxCredits: 'many' }, { maxCredits: 'none' }],
  ])('have %j of cdk.json as %j', async (context, settings) => {
    expect(await readWith(context)).toMatchObject(settings);
  });
});
