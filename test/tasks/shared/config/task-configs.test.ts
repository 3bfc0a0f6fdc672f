import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import * as checkWatchmode from '../../../../tasks/check-watchmode/config.ts';
import * as fetchTitleDetails from '../../../../tasks/fetch-title-details/config.ts';
import * as listNewTitles from '../../../../tasks/list-new-titles/config.ts';
import * as publishTitles from '../../../../tasks/publish-titles/config.ts';
import * as settleDeferred from '../../../../tasks/settle-deferred/config.ts';

const key = { WATCHMODE_API_KEY: 'sesame' };
const configs = {
  'list-new-titles': listNewTitles,
  'fetch-title-details': fetchTitleDetails,
  'check-watchmode': checkWatchmode,
  'publish-titles': publishTitles,
  'settle-deferred': settleDeferred,
};

const allKeys = Object.values(configs).flatMap(({ CONFIG_KEYS }) => CONFIG_KEYS);

function faultsOf(parse: (env: Record<string, string>) => unknown, env: Record<string, string>): unknown {
  try {
    parse(env);
  } catch (error) {
    return (error as { faults: string[] }).faults;
  }
  return [];
}

describe('the configuration of list-new-titles', () => {
  it('needs the key alone', () => {
    expect(listNewTitles.parseConfig(key)).toEqual({
      baseUrl: 'https://api.watchmode.com/v1',
      apiKey: 'sesame',
      apiKeySecretId: undefined,
      region: undefined,
      timeoutMs: 10_000,
      requestsPerMinute: undefined,
      feed: 'new_titles',
      regions: ['GB'],
      overlapMinutes: 60,
      firstWindowHours: 24,
      creditReserve: 0,
      stage: 'local',
      logLevel: 'info',
    });
  });

  it('takes the key from the environment or from a secret, not from both and not from nowhere', () => {
    expect(faultsOf(listNewTitles.parseConfig, { WATCHMODE_API_KEY_SECRET_ID: 'watchmode' })).toEqual([]);
    expect(faultsOf(listNewTitles.parseConfig, {})).toEqual([
      'WATCHMODE_API_KEY or WATCHMODE_API_KEY_SECRET_ID is missing: set one of them',
    ]);
    expect(faultsOf(listNewTitles.parseConfig, { ...key, WATCHMODE_API_KEY_SECRET_ID: 'watchmode' })).toEqual(
      ['WATCHMODE_API_KEY and WATCHMODE_API_KEY_SECRET_ID exclude each other: set one of them'],
    );
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

  it('reads regions separated by commas, each once', () => {
    expect(listNewTitles.parseConfig({ ...key, REGIONS: 'GB, IE,GB' }).regions).toEqual(['GB', 'IE']);
    expect(faultsOf(listNewTitles.parseConfig, { ...key, REGIONS: 'GB,,IE' })).toEqual([
      'REGIONS must be country codes separated by commas, for example GB,IE; each must be an ISO 3166-1 country code in upper case, for example GB',
    ]);
    expect(faultsOf(listNewTitles.parseConfig, { ...key, REGIONS: 'IE,UK' })).toEqual([
      'REGIONS must be country codes separated by commas, for example GB,IE; each must be an ISO 3166-1 country code in upper case: use GB',
    ]);
  });

  it.each([
    ['https://api.example.com/v1/', 'https://api.example.com/v1'],
    ['http://127.0.0.1:8080/v1', 'http://127.0.0.1:8080/v1'],
    ['http://localhost:8080', 'http://localhost:8080'],
    ['http://[::1]:8080', 'http://[::1]:8080'],
  ])('takes %s for the address %s', (url, expected) => {
    expect(listNewTitles.parseConfig({ ...key, WATCHMODE_BASE_URL: url }).baseUrl).toBe(expected);
  });

  it.each([
    ['watchmode', 'must be an absolute URL'],
    ['ftp://api.example.com', 'must be an https URL, or http on this machine'],
    ['http://api.example.com/v1', 'must be an https URL, or http on this machine'],
    ['http://127.0.0.1.example.com/v1', 'must be an https URL, or http on this machine'],
    ['https://me:secret@api.example.com/v1', 'must have no user, query or fragment'],
    ['https://api.example.com/v1?apiKey=secret', 'must have no user, query or fragment'],
  ])('refuses the address %s', (url, problem) => {
    expect(faultsOf(listNewTitles.parseConfig, { ...key, WATCHMODE_BASE_URL: url })).toEqual([
      `WATCHMODE_BASE_URL ${problem}`,
    ]);
  });
});

describe('the configuration of fetch-title-details', () => {
  it('needs to know how many titles are fetched at once', () => {
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
  it.each([
    ['http://localhost:4567', []],
    ['HTTPS://kinesis.example.com', []],
    ['ftp://localhost:4567', ['AWS_ENDPOINT_URL_KINESIS must be an http or https URL']],
    ['nohttp://localhost:4567', ['AWS_ENDPOINT_URL_KINESIS must be an http or https URL']],
  ])('has an endpoint such as %s, or faults', (endpoint, faults) => {
    const env = { STREAM_NAME: 'titles', AWS_REGION: 'eu-west-2', AWS_ENDPOINT_URL_KINESIS: endpoint };

    expect(faultsOf(publishTitles.parseConfig, env)).toEqual(faults);
  });

  it('needs the stream and the Region', () => {
    expect(publishTitles.parseConfig({ STREAM_NAME: 'titles', AWS_REGION: 'eu-west-2' })).toEqual({
      streamName: 'titles',
      aggregation: 'none',
      aggregatedRecordBytes: 51_200,
      region: 'eu-west-2',
      endpoint: undefined,
      accessKeyId: undefined,
      secretAccessKey: undefined,
      sessionToken: undefined,
      stage: 'local',
      logLevel: 'info',
    });
    expect(
      faultsOf(publishTitles.parseConfig, { AWS_ENDPOINT_URL_KINESIS: 'localhost:4567', LOG_LEVEL: 'loud' }),
    ).toEqual([
      'STREAM_NAME is missing',
      'AWS_REGION is missing',
      'AWS_ENDPOINT_URL_KINESIS must be an http or https URL',
      'LOG_LEVEL must be one of debug, info, warn, error',
    ]);
  });
});

describe('the configuration of settle-deferred', () => {
  it('says how many runs may defer a title, which an entry can count', () => {
    expect(settleDeferred.parseConfig({})).toEqual({ maxDeferrals: 7, stage: 'local', logLevel: 'info' });
    expect(settleDeferred.parseConfig({ MAX_DEFERRALS: '99' }).maxDeferrals).toBe(99);
    expect(faultsOf(settleDeferred.parseConfig, { MAX_DEFERRALS: '100' })).toEqual([
      'MAX_DEFERRALS must be a whole number from 1 to 99',
    ]);
  });
});

describe('docs/configuration.md', () => {
  const page = readFileSync(join(import.meta.dirname, '../../../../docs/configuration.md'), 'utf8');
  const rows = page
    .slice(0, page.indexOf('## Metrics'))
    .split('\n')
    .filter((line) => line.startsWith('| `'));

  it.each(Object.entries(configs))(
    'says of every variable of %s what the code says',
    (task, { CONFIG_KEYS }) => {
      for (const { name, description, fallback } of CONFIG_KEYS) {
        const row = rows.find((line) => line.startsWith(`| \`${name}\` `));
        const isRequired = allKeys.some((key) => key.name === name && key.required);
        const standard = fallback === null ? (isRequired ? 'required' : '') : `\`${fallback}\``;

        expect(row?.split('|').map((cell) => cell.trim())).toEqual([
          '',
          `\`${name}\``,
          expect.stringContaining(task),
          standard,
          description,
          '',
        ]);
      }
    },
  );

  it('names no variable that no task reads', () => {
    const known = allKeys.map(({ name }) => name);
    const documented = rows.map((row) => /^\| `(\w+)`/.exec(row)?.[1]);

    expect(new Set(documented)).toEqual(new Set(known));
  });
});
