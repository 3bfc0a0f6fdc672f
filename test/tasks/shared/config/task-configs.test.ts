import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import * as checkWatchmode from '../../../../tasks/check-watchmode/config.ts';
import * as fetchTitleDetails from '../../../../tasks/fetch-title-details/config.ts';
import * as judgeFailedRun from '../../../../tasks/judge-failed-run/config.ts';
import * as listNewTitles from '../../../../tasks/list-new-titles/config.ts';
import * as measureProgress from '../../../../tasks/measure-progress/config.ts';
import * as publishTitles from '../../../../tasks/publish-titles/config.ts';
import * as saveSweep from '../../../../tasks/save-sweep/config.ts';
import * as takeOverProgress from '../../../../tasks/take-over-progress/config.ts';
import { TASK_CONFIGS } from '../../support/configs.ts';

const key = { WATCHMODE_API_KEY: 'sesame' };
const table = { PROGRESS_TABLE: 'TvGuideProgress', AWS_REGION: 'eu-west-2' };
const listing = { ...key, ...table };
/** The AWS settings of a task with only the table and the Region. */
const onAws = {
  progressTable: 'TvGuideProgress',
  dynamodbEndpoint: undefined,
  region: 'eu-west-2',
  accessKeyId: undefined,
  secretAccessKey: undefined,
  sessionToken: undefined,
  stage: 'local',
  logLevel: 'info',
};
const allKeys = TASK_CONFIGS.flatMap(({ CONFIG_KEYS }) => CONFIG_KEYS);

function faultsOf(parse: (env: Record<string, string>) => unknown, env: Record<string, string>): unknown {
  try {
    parse(env);
  } catch (error) {
    return (error as { faults: string[] }).faults;
  }
  return [];
}

describe('the configuration of list-new-titles', () => {
  it('needs the key, the progress table and the Region', () => {
    expect(faultsOf(listNewTitles.parseConfig, key)).toEqual([
      'AWS_REGION is missing',
      'PROGRESS_TABLE is missing',
    ]);
    expect(listNewTitles.parseConfig(listing)).toEqual({
      baseUrl: 'https://api.watchmode.com/v1',
      apiKey: 'sesame',
      apiKeySecretId: undefined,
      timeoutMs: 10_000,
      requestsPerMinute: undefined,
      feed: 'new_titles',
      regions: ['GB'],
      overlapMinutes: 60,
      firstWindowHours: 24,
      creditReserve: 0,
      services: undefined,
      genres: undefined,
      maxCredits: undefined,
      stepFunctionsEndpoint: undefined,
      ...onAws,
    });
  });

  it('takes the key from the environment or from a secret, not from both and not from nowhere', () => {
    const parse = listNewTitles.parseConfig;
    expect(faultsOf(parse, { ...table, WATCHMODE_API_KEY_SECRET_ID: 'watchmode' })).toEqual([]);
    expect(faultsOf(parse, table)).toEqual([
      'WATCHMODE_API_KEY or WATCHMODE_API_KEY_SECRET_ID is missing: set one of them',
    ]);
    expect(faultsOf(parse, { ...listing, WATCHMODE_API_KEY_SECRET_ID: 'watchmode' })).toEqual([
      'WATCHMODE_API_KEY and WATCHMODE_API_KEY_SECRET_ID exclude each other: set one of them',
    ]);
  });

  it.each([fetchTitleDetails, checkWatchmode])(
    'takes it no other way for the other tasks',
    ({ parseConfig }) => {
      const others = { FETCH_CONCURRENCY: '10' };

      expect(faultsOf(parseConfig, others)).toEqual([
        'WATCHMODE_API_KEY or WATCHMODE_API_KEY_SECRET_ID is missing: set one of them',
      ]);
      expect(faultsOf(parseConfig, { ...others, ...key })).toEqual([]);
    },
  );

  it('reads what a sweep lists and may spend', () => {
    const env = { ...listing, SERVICES: 'Netflix, BBC iPlayer,157', GENRES: 'Drama', MAX_CREDITS: '900' };

    expect(listNewTitles.parseConfig(env)).toMatchObject({
      services: ['Netflix', 'BBC iPlayer', '157'],
      genres: ['Drama'],
      maxCredits: 900,
    });
    expect(
      faultsOf(listNewTitles.parseConfig, {
        ...listing,
        SERVICES: 'Netflix,,157',
        GENRES: 'x'.repeat(101),
        MAX_CREDITS: '0',
      }),
    ).toEqual([
      'SERVICES must be names separated by commas, each of at most 100 characters',
      'GENRES must be names separated by commas, each of at most 100 characters',
      'MAX_CREDITS must be a whole number from 1 to 1000000000',
    ]);
  });

  it('reads regions separated by commas, each once', () => {
    expect(listNewTitles.parseConfig({ ...listing, REGIONS: 'GB, IE,GB' }).regions).toEqual(['GB', 'IE']);
    expect(faultsOf(listNewTitles.parseConfig, { ...listing, REGIONS: 'GB,,IE' })).toEqual([
      'REGIONS must be country codes separated by commas, for example GB,IE; each must be an ISO 3166-1 country code in upper case, for example GB',
    ]);
    expect(faultsOf(listNewTitles.parseConfig, { ...listing, REGIONS: 'IE,UK' })).toEqual([
      'REGIONS must be country codes separated by commas, for example GB,IE; each must be an ISO 3166-1 country code in upper case: use GB',
    ]);
  });

  it.each([
    ['https://api.example.com/v1/', 'https://api.example.com/v1'],
    ['http://127.0.0.1:8080/v1', 'http://127.0.0.1:8080/v1'],
    ['http://localhost:8080', 'http://localhost:8080'],
    ['http://[::1]:8080', 'http://[::1]:8080'],
  ])('takes %s for the address %s', (url, expected) => {
    expect(listNewTitles.parseConfig({ ...listing, WATCHMODE_BASE_URL: url }).baseUrl).toBe(expected);
  });

  it.each([
    ['watchmode', 'must be an absolute URL'],
    ['ftp://api.example.com', 'must be an https URL, or http on this machine'],
    ['http://api.example.com/v1', 'must be an https URL, or http on this machine'],
    ['http://127.0.0.1.example.com/v1', 'must be an https URL, or http on this machine'],
    ['https://me:secret@api.example.com/v1', 'must have no user, query or fragment'],
    ['https://api.example.com/v1?apiKey=secret', 'must have no user, query or fragment'],
  ])('refuses the address %s', (url, problem) => {
    expect(faultsOf(listNewTitles.parseConfig, { ...listing, WATCHMODE_BASE_URL: url })).toEqual([
      `WATCHMODE_BASE_URL ${problem}`,
    ]);
  });
});

describe('the configuration of fetch-title-details', () => {
  it('requires the number of titles fetched at once', () => {
    expect(faultsOf(fetchTitleDetails.parseConfig, key)).toEqual(['FETCH_CONCURRENCY is missing']);
    expect(fetchTitleDetails.parseConfig({ ...key, FETCH_CONCURRENCY: '40' }).concurrency).toBe(40);
  });
});

describe('the configuration of check-watchmode', () => {
  it('has a title to ask for', () => {
    expect(checkWatchmode.parseConfig(key).probeTitleId).toBe(3_173_903);
    expect(faultsOf(checkWatchmode.parseConfig, { ...key, PROBE_TITLE_ID: '0' })).toEqual([
      'PROBE_TITLE_ID must be a whole number from 1 to 2147483647',
    ]);
  });
});

describe('the configuration of publish-titles', () => {
  const publishing = { STREAM_NAME: 'titles', ...table };

  it.each([
    ['http://localhost:4567', []],
    ['HTTPS://kinesis.example.com', []],
    ['ftp://localhost:4567', ['AWS_ENDPOINT_URL_KINESIS must be an http or https URL']],
    ['nohttp://localhost:4567', ['AWS_ENDPOINT_URL_KINESIS must be an http or https URL']],
  ])('has an endpoint such as %s, or faults', (endpoint, faults) => {
    const env = { ...publishing, AWS_ENDPOINT_URL_KINESIS: endpoint };

    expect(faultsOf(publishTitles.parseConfig, env)).toEqual(faults);
  });

  it('needs the stream, the progress table and the Region', () => {
    expect(publishTitles.parseConfig(publishing)).toEqual({
      streamName: 'titles',
      aggregation: 'none',
      aggregatedRecordBytes: 51_200,
      maxDeferrals: 7,
      minDeferralDays: 3,
      kinesisEndpoint: undefined,
      ...onAws,
    });
    expect(
      faultsOf(publishTitles.parseConfig, { AWS_ENDPOINT_URL_KINESIS: 'localhost:4567', LOG_LEVEL: 'loud' }),
    ).toEqual([
      'STREAM_NAME is missing',
      'AWS_ENDPOINT_URL_KINESIS must be an http or https URL',
      'PROGRESS_TABLE is missing',
      'AWS_REGION is missing',
      'LOG_LEVEL must be one of debug, info, warn, error',
    ]);
  });

  it.each([
    ['MAX_DEFERRALS', '1', []],
    ['MAX_DEFERRALS', '99', []],
    ['MAX_DEFERRALS', '0', ['MAX_DEFERRALS must be a whole number from 1 to 99']],
    ['MAX_DEFERRALS', '100', ['MAX_DEFERRALS must be a whole number from 1 to 99']],
    ['MIN_DEFERRAL_DAYS', '0', []],
    ['MIN_DEFERRAL_DAYS', '90', []],
    ['MIN_DEFERRAL_DAYS', '-1', ['MIN_DEFERRAL_DAYS must be a whole number from 0 to 90']],
    ['MIN_DEFERRAL_DAYS', '91', ['MIN_DEFERRAL_DAYS must be a whole number from 0 to 90']],
  ])('limits the deferrals of a title: %s of %s', (name, value, faults) => {
    expect(faultsOf(publishTitles.parseConfig, { ...publishing, [name]: value })).toEqual(faults);
  });

  it('has an endpoint for each service', () => {
    const endpoints = {
      AWS_ENDPOINT_URL_KINESIS: 'http://127.0.0.1:1',
      AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:2',
    };

    expect(publishTitles.parseConfig({ ...publishing, ...endpoints })).toMatchObject({
      kinesisEndpoint: 'http://127.0.0.1:1',
      dynamodbEndpoint: 'http://127.0.0.1:2',
    });
  });
});

describe('the configuration of judge-failed-run', () => {
  it('needs the progress table and the Region', () => {
    expect(judgeFailedRun.parseConfig(table)).toEqual({
      feed: 'new_titles',
      regions: ['GB'],
      redriveWaitSeconds: 900,
      stepFunctionsEndpoint: undefined,
      ...onAws,
    });
    expect(faultsOf(judgeFailedRun.parseConfig, {})).toEqual([
      'PROGRESS_TABLE is missing',
      'AWS_REGION is missing',
    ]);
  });

  it.each([
    ['1', []],
    ['14400', []],
    ['0', ['REDRIVE_WAIT_SECONDS must be a whole number from 1 to 14400']],
    ['14401', ['REDRIVE_WAIT_SECONDS must be a whole number from 1 to 14400']],
  ])('waits for a first redrive for up to four hours: %s', (seconds, faults) => {
    expect(faultsOf(judgeFailedRun.parseConfig, { ...table, REDRIVE_WAIT_SECONDS: seconds })).toEqual(faults);
  });

  it('has endpoints of a laptop', () => {
    const endpoints = {
      AWS_ENDPOINT_URL_SFN: 'http://127.0.0.1:1',
      AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:2',
    };

    expect(judgeFailedRun.parseConfig({ ...table, ...endpoints })).toMatchObject({
      stepFunctionsEndpoint: 'http://127.0.0.1:1',
      dynamodbEndpoint: 'http://127.0.0.1:2',
    });
  });
});

describe('the configuration of measure-progress', () => {
  it('needs the feeds of the schedules, the progress table and the Region', () => {
    expect(measureProgress.parseConfig({ ...table, MEASURED_FEEDS: 'releases,catalogue' })).toEqual({
      feeds: ['releases', 'catalogue'],
      ...onAws,
    });
    expect(faultsOf(measureProgress.parseConfig, {})).toEqual([
      'MEASURED_FEEDS is missing',
      'PROGRESS_TABLE is missing',
      'AWS_REGION is missing',
    ]);
  });
});

describe('the feeds that measure-progress measures', () => {
  it.each(['catalogue,', 'releases,new_people', 'releases, catalogue'])('cannot be "%s"', (feeds) => {
    expect(faultsOf(measureProgress.parseConfig, { ...table, MEASURED_FEEDS: feeds })).toEqual([
      expect.stringMatching(/^MEASURED_FEEDS must be feeds separated by commas, each one of new_titles, /),
    ]);
  });
});

describe('the configuration of save-sweep', () => {
  it('needs the progress table and the Region', () => {
    expect(saveSweep.parseConfig(table)).toEqual(onAws);
    expect(faultsOf(saveSweep.parseConfig, {})).toEqual([
      'PROGRESS_TABLE is missing',
      'AWS_REGION is missing',
    ]);
  });
});

describe('the configuration of take-over-progress', () => {
  it('needs the path of the parameters, the progress table and the Region', () => {
    const env = { ...table, WATERMARK_PATH: '/tv-guide/prod/watermarks' };

    expect(takeOverProgress.parseConfig(env)).toEqual({
      watermarkPath: '/tv-guide/prod/watermarks',
      ssmEndpoint: undefined,
      ...onAws,
    });
    expect(faultsOf(takeOverProgress.parseConfig, {})).toEqual([
      'WATERMARK_PATH is missing',
      'PROGRESS_TABLE is missing',
      'AWS_REGION is missing',
    ]);
  });
});

describe('docs/configuration.md', () => {
  const page = readFileSync(join(import.meta.dirname, '../../../../docs/configuration.md'), 'utf8');
  const rows = page
    .slice(0, page.indexOf('## Metrics'))
    .split('\n')
    .filter((line) => line.startsWith('| `'));

  it.each(TASK_CONFIGS)('describes every variable of $name as in the code', ({ CONFIG_KEYS }) => {
    for (const { name, description, fallback } of CONFIG_KEYS) {
      const row = rows.find((line) => line.startsWith(`| \`${name}\` `));
      const isRequired = allKeys.some((key) => key.name === name && key.required);
      const standard = fallback === null ? (isRequired ? 'required' : '') : `\`${fallback}\``;

      expect(row?.split('|').map((cell) => cell.trim())).toEqual([
        '',
        `\`${name}\``,
        standard,
        description,
        '',
      ]);
    }
  });

  it('names no variable that no task reads', () => {
    const known = allKeys.map(({ name }) => name);
    const documented = rows.map((row) => /^\| `(\w+)`/.exec(row)?.[1]);

    expect(new Set(documented)).toEqual(new Set(known));
  });
});
