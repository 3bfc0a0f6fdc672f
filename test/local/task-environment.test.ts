import { describe, expect, it } from '@jest/globals';
import type { RuntimeOptions } from '../../local/composition/options.ts';
import { taskEnvironment } from '../../local/task-environment.ts';
import { parseConfig } from '../../tasks/list-new-titles/config.ts';

const services = {
  watchmode: { baseUrl: 'http://127.0.0.1:1/v1', apiKey: 'key' },
  dynamodb: { AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:2', AWS_REGION: 'eu-west-2' },
  stream: {},
  stepFunctions: 'http://127.0.0.1:3',
};

const environmentOf = (defaults?: RuntimeOptions['defaults']) =>
  taskEnvironment(
    {
      dataFolder: '.local',
      warn: () => undefined,
      watchmode: { kind: 'stand-in', catalogue: [], seed: 1 },
      ...(defaults === undefined ? {} : { defaults }),
    },
    services,
  );

describe('the environment of the local tasks', () => {
  it('leaves out what is not set, because a task refuses a blank variable', () => {
    const environment = environmentOf();

    expect(environment['FEED']).toBe('new_titles');
    expect(Object.keys(environment)).not.toEqual(expect.arrayContaining(['SERVICES']));
    expect(parseConfig(environment)).toMatchObject({ feed: 'new_titles', regions: ['GB'] });
  });

  it('has the scope of a run whose input does not say it', () => {
    const environment = environmentOf({
      feed: 'catalogue',
      regions: ['GB', 'IE'],
      services: ['BBC iPlayer', 203],
      genres: ['Drama'],
      maxCredits: 80,
    });

    expect(environment).toMatchObject({
      FEED: 'catalogue',
      REGIONS: 'GB,IE',
      SERVICES: 'BBC iPlayer,203',
      GENRES: 'Drama',
      MAX_CREDITS: '80',
    });
    expect(parseConfig(environment)).toMatchObject({ feed: 'catalogue', regions: ['GB', 'IE'] });
  });
});
