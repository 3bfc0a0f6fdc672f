import { describe, expect, it } from '@jest/globals';
import { TASK_NAMES, TASKS, type Permission } from '../../../workflow/tasks.ts';
import { TASK_CONFIGS } from '../../tasks/support/configs.ts';
import { CHANGED, HOURLY_AND_SWEEP, SWEEPS_ONLY } from '../support/settings.ts';
import { synthesise } from '../support/synthesise.ts';
import type { Settings, Synthesised } from '../support/synthesis.ts';
import { resourcesOf, type Properties, type TemplateJson } from '../support/template.ts';

/** Settings of a laptop. On AWS the key is in a secret, and the SDK finds the services. */
const isLocalOnly = (key: string) => key === 'WATCHMODE_API_KEY' || key.startsWith('AWS_ENDPOINT_URL_');

interface FunctionProperties extends Properties {
  readonly FunctionName: string;
  readonly Environment: { readonly Variables: Readonly<Record<string, unknown>> };
  readonly LoggingConfig: { readonly ApplicationLogLevel: string };
}

/** The functions of the tasks, without the CDK's own function. */
function functionsIn(ingestion: TemplateJson): FunctionProperties[] {
  return resourcesOf(ingestion, 'AWS::Lambda::Function')
    .map(([, { Properties }]) => Properties as FunctionProperties)
    .filter((properties) => 'FunctionName' in properties);
}

function functionOf({ ingestion }: Synthesised, task: string): FunctionProperties {
  const functions = functionsIn(ingestion);
  return functions.find(({ FunctionName }) => FunctionName.includes(`-${task}`))!;
}

/** The environment in Lambda, with a text in place of values that CloudFormation knows only at deployment. */
function environmentOf(deployment: Synthesised, task: string): Record<string, string> {
  const texts = Object.entries(functionOf(deployment, task).Environment.Variables).map(([key, value]) => [
    key,
    typeof value === 'string' ? value : 'arn:aws:secretsmanager:eu-west-2:123456789012:secret:key',
  ]);
  return Object.fromEntries(texts) as Record<string, string>;
}

const deployment = synthesise();
/** A deployment with a value for each setting that can be empty. */
const complete = synthesise(HOURLY_AND_SWEEP);

describe.each(TASK_CONFIGS)('the function of $name', ({ name, CONFIG_KEYS, parseConfig }) => {
  const properties = functionOf(deployment, name);

  it('has exactly the settings of the task in its environment', () => {
    const wanted = CONFIG_KEYS.filter(({ setBy }) => setBy === 'deployment')
      .map((key) => key.name)
      .filter((key) => !isLocalOnly(key));
    const { NODE_OPTIONS, ...environment } = environmentOf(complete, name);

    expect(Object.keys(environment).sort()).toEqual(wanted.sort());
    expect(NODE_OPTIONS).toBe('--enable-source-maps');
  });

  it.each([
    ['the deployment', deployment],
    ['a deployment with every setting', complete],
  ])('has an environment in %s that the task accepts', (_, deployed) => {
    expect(() => parseConfig({ ...environmentOf(deployed, name), AWS_REGION: 'eu-west-2' })).not.toThrow();
  });

  it('runs on arm64 and Node 24, traces, and logs JSON to a group of its own', () => {
    expect(properties).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'index.handler',
      MemorySize: 256,
      TracingConfig: { Mode: 'Active' },
      LoggingConfig: {
        LogFormat: 'JSON',
        ApplicationLogLevel: 'INFO',
        LogGroup: { Ref: expect.any(String) },
      },
    });
  });
});

describe('the functions', () => {
  it('are those of the tasks', () => {
    const names = functionsIn(deployment.ingestion).map(({ FunctionName }) => FunctionName);

    expect(names.sort()).toEqual(TASK_NAMES.map((task) => `title-ingestion-${task}`).sort());
  });

  it('measure the lag of each feed that a schedule ingests', () => {
    const feedsOf = (settings: Settings) =>
      environmentOf(synthesise(settings), 'measure-progress')['MEASURED_FEEDS'];

    expect(feedsOf({})).toBe('new_titles');
    expect(feedsOf(HOURLY_AND_SWEEP)).toBe('releases,catalogue');
    expect(feedsOf(SWEEPS_ONLY)).toBe('catalogue');
  });

  it('have the settings of the deployment', () => {
    const changed = synthesise(CHANGED);

    expect(environmentOf(changed, 'list-new-titles')).toMatchObject({
      STAGE: 'test',
      FEED: 'releases',
      REGIONS: 'GB,IE',
      WINDOW_OVERLAP_MINUTES: '30',
      FIRST_WINDOW_HOURS: '48',
      CREDIT_RESERVE: '7',
      WATCHMODE_TIMEOUT_MS: '5000',
    });
    expect(environmentOf(changed, 'fetch-title-details')).toMatchObject({
      FETCH_CONCURRENCY: '60',
      WATCHMODE_REQUESTS_PER_MINUTE: '600',
    });
    expect(environmentOf(changed, 'check-watchmode')).toMatchObject({ PROBE_TITLE_ID: '42' });
    expect(environmentOf(changed, 'publish-titles')).toMatchObject({
      STREAM_NAME: 'ProgrammeDataStream-test',
      RECORD_AGGREGATION: 'kpl',
      PROGRESS_TABLE: 'TvGuideProgress-test',
      MAX_DEFERRALS: '3',
      MIN_DEFERRAL_DAYS: '2',
      LOG_LEVEL: 'debug',
    });
    expect(environmentOf(changed, 'judge-failed-run')).toMatchObject({ FEED: 'releases', REGIONS: 'GB,IE' });
    expect(environmentOf(changed, 'measure-progress')).toMatchObject({ MEASURED_FEEDS: 'releases' });
    expect(environmentOf(changed, 'take-over-progress')).toMatchObject({
      PROGRESS_TABLE: 'TvGuideProgress-test',
      WATERMARK_PATH: '/tv-guide/test/watermarks',
    });
    expect(functionOf(changed, 'publish-titles').LoggingConfig.ApplicationLogLevel).toBe('DEBUG');
  });

  it('get the secret of the key only if they need it', () => {
    const secretIds = TASK_NAMES.map(
      (task) => functionOf(deployment, task).Environment.Variables['WATCHMODE_API_KEY_SECRET_ID'],
    );

    const reading = TASK_NAMES.map((task) =>
      (TASKS[task].mayCall as readonly Permission[]).includes('watchmode-key')
        ? { Ref: 'WatchmodeApiKey' }
        : undefined,
    );

    expect(reading.filter((ref) => ref !== undefined)).not.toEqual([]);
    expect(secretIds).toEqual(reading);
  });
});
