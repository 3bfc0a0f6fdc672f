import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { connectDynamodb } from '../../../operate/aws/dynamodb.ts';
import type { ServiceName } from '../../../operate/aws/services.ts';
import { resolveAwsTarget, resolveTarget, type TargetOptions } from '../../../operate/aws/target.ts';
import { writeLocalEndpoints } from '../../../operate/endpoints/local-endpoints.ts';

describe('resolveTarget', () => {
  let cwd: string;
  beforeEach(async () => {
    cwd = await mkdtemp(join(tmpdir(), 'tvguide-target-'));
  });
  afterEach(() => rm(cwd, { recursive: true }));

  const leaveEndpoints = () =>
    writeLocalEndpoints(cwd, {
      pid: process.pid,
      stepFunctions: 'http://127.0.0.1:7001',
      kinesis: 'http://127.0.0.1:7002',
      dynamodb: 'http://127.0.0.1:7003',
    });
  const variables = {
    TVGUIDE_LOCAL_ENDPOINT: 'http://127.0.0.1:6001',
    TVGUIDE_LOCAL_KINESIS_ENDPOINT: 'http://127.0.0.1:6002',
    TVGUIDE_LOCAL_DYNAMODB_ENDPOINT: 'http://127.0.0.1:6003',
  };

  it.each([
    ['stepFunctions', 5001, 6001, 7001, 8083],
    ['kinesis', 5001, 6002, 7002, 8084],
    ['dynamodb', 5001, 6003, 7003, 8087],
  ] as const)(
    'finds %s of this machine by the option, the environment, the running runtime, and the default port',
    async (service, byOption, byVariable, byNote, byDefault) => {
      const address = async (options: { endpointUrl?: string }, env: Record<string, string>) =>
        (await resolveTarget(service, { local: true, ...options }, { env, cwd })).endpointUrl;
      expect(await address({}, {})).toBe(`http://127.0.0.1:${byDefault}`);
      await leaveEndpoints();
      expect(await address({}, {})).toBe(`http://127.0.0.1:${byNote}`);
      expect(await address({}, variables)).toBe(`http://127.0.0.1:${byVariable}`);
      const endpointUrl = `http://127.0.0.1:${byOption}`;
      expect(await address({ endpointUrl }, variables)).toBe(endpointUrl);
    },
  );

  it('uses the AWS configuration by default, and never a local runtime', async () => {
    await leaveEndpoints();
    expect(await resolveTarget('stepFunctions', {}, { env: variables, cwd })).toEqual({ isLocal: false });
    const said = { profile: 'streaming', region: 'eu-west-1', endpointUrl: 'https://states.example' };
    expect(await resolveTarget('stepFunctions', said, { env: {}, cwd })).toEqual({ isLocal: false, ...said });
  });

  it.each(['us-gov-west-1', 'cn-northwest-1', 'eusc-de-east-1'])('takes the Region %s', async (region) => {
    const env = { AWS_REGION: region };
    expect(await resolveTarget('kinesis', { region }, { env, cwd })).toEqual({ isLocal: false, region });
  });

  it.each<[TargetOptions, Record<string, string>, string]>([
    [{ region: 'eu_west_2' }, {}, '--region is not the name of an AWS Region: "eu_west_2"; for example'],
    [{}, { AWS_REGION: 'eu-west-2 ' }, 'AWS_REGION is not the name of an AWS Region: "eu-west-2 "'],
    [{}, { AWS_REGION: '', AWS_DEFAULT_REGION: 'eu-west-2' }, 'AWS_REGION is empty: set it to a Region'],
    [{}, { AWS_DEFAULT_REGION: 'london' }, 'AWS_DEFAULT_REGION is not the name of an AWS Region'],
    [{ local: true, profile: 'streaming' }, {}, '--local uses no credentials: leave --profile out'],
    [{ endpointUrl: 'localhost:8083' }, {}, '--endpoint-url is not an http(s) address: "localhost:8083"'],
    [{ endpointUrl: 'ftp://ada:secret@host' }, {}, '--endpoint-url is not an http(s) address: "ftp://host"'],
    [
      { local: true },
      { TVGUIDE_LOCAL_ENDPOINT: 'x' },
      'TVGUIDE_LOCAL_ENDPOINT is not an http(s) address: "x"; for example http://127.0.0.1:8083',
    ],
  ])('refuses %j with %j', async (options, env, message) => {
    const target = resolveTarget('stepFunctions', options, { env, cwd });
    await expect(target).rejects.toMatchObject({ name: 'UsageError' });
    await expect(target).rejects.toThrow(message);
  });

  it('names an address of the service itself as an example', async () => {
    const env = { TVGUIDE_LOCAL_KINESIS_ENDPOINT: 'x' };
    await expect(resolveTarget('kinesis', { local: true }, { env, cwd })).rejects.toThrow(
      'for example http://127.0.0.1:8084',
    );
  });

  describe('with the AWS configuration', () => {
    const home = (env: Record<string, string> = {}) => ({ env: { HOME: cwd, ...env }, cwd });
    const configure = async (config: string, credentials = '') => {
      await mkdir(join(cwd, '.aws'), { recursive: true });
      await writeFile(join(cwd, '.aws', 'config'), config);
      await writeFile(join(cwd, '.aws', 'credentials'), credentials);
    };

    it.each([['--profile'], ['AWS_PROFILE']])('knows the profiles that %s can name', async (by) => {
      const resolve = (profile: string) =>
        by === 'AWS_PROFILE'
          ? resolveTarget('stepFunctions', {}, home({ AWS_PROFILE: profile }))
          : resolveTarget('stepFunctions', { profile }, home());
      await configure(
        '[default]\noutput = json\n[profile streaming]\nregion = eu-west-2\n[sso-session s]\nsso_region = x\n[services here]\nsfn =\n  endpoint_url = http://a\n',
        '[keys]\naws_access_key_id = x\n',
      );
      for (const profile of ['default', 'streaming', 'keys']) await resolve(profile);
      for (const name of ['nosuch', 'services.here']) {
        await expect(resolve(name)).rejects.toThrow(
          `there is no profile ${name} in the AWS configuration${by === 'AWS_PROFILE' ? ' (AWS_PROFILE)' : ''}: it has default, streaming, keys`,
        );
      }
    });

    it('is not needed without a profile, nor on this machine', async () => {
      expect(await resolveTarget('kinesis', {}, home({ AWS_PROFILE: '' }))).toEqual({ isLocal: false });
      const { isLocal } = await resolveTarget('kinesis', { local: true }, home({ AWS_PROFILE: 'nosuch' }));
      expect(isLocal).toBe(true);
    });

    it.each<[string, TargetOptions, Record<string, string>, string | undefined, string | undefined]>([
      ['the profile', { profile: 'all' }, {}, 'http://all:1', 'endpoint_url of the profile all'],
      ['AWS_PROFILE', {}, { AWS_PROFILE: 'all' }, 'http://all:1', 'endpoint_url of the profile all'],
      [
        'the services of the profile',
        { profile: 'some' },
        {},
        'http://sfn:2',
        'services here of the profile some',
      ],
      ['the variable', { profile: 'all' }, { AWS_ENDPOINT_URL: 'http://v' }, 'http://v', 'AWS_ENDPOINT_URL'],
      [
        'the variable of the service',
        {},
        { AWS_ENDPOINT_URL: 'http://v', AWS_ENDPOINT_URL_SFN: 'http://w' },
        'http://w',
        'AWS_ENDPOINT_URL_SFN',
      ],
      [
        'the option',
        { profile: 'all', endpointUrl: 'http://o' },
        { AWS_ENDPOINT_URL: 'http://v' },
        'http://o',
        undefined,
      ],
      ['the default profile', {}, {}, 'http://default', 'endpoint_url of the profile default'],
      ['no other profile than that', { profile: 'none' }, {}, undefined, undefined],
      [
        'none when told to',
        { profile: 'all' },
        { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' },
        undefined,
        undefined,
      ],
      ['none when the profile tells to', { profile: 'ignoring' }, {}, undefined, undefined],
    ])('takes an address from %s', async (_, options, env, endpointUrl, endpointSource) => {
      await configure(
        [
          '[default]\nendpoint_url = http://default',
          '[profile all]\nendpoint_url = http://all:1',
          '[profile some]\nservices = here\nendpoint_url = http://all:1',
          '[services here]\nkinesis =\n  endpoint_url = http://kinesis:3\nsfn =\n  endpoint_url = http://sfn:2',
          '[profile none]\nregion = eu-west-2',
          '[profile ignoring]\nendpoint_url = http://all:1\nignore_configured_endpoint_urls = true\n',
        ].join('\n'),
      );
      expect(await resolveTarget('stepFunctions', options, home(env))).toMatchObject({
        isLocal: false,
        ...(endpointUrl === undefined ? {} : { endpointUrl }),
      });
      const target = await resolveTarget('stepFunctions', options, home(env));
      expect(target.endpointUrl).toBe(endpointUrl);
      expect(target.endpointSource).toBe(endpointSource);
    });

    it('uses the address of a service for that service alone', async () => {
      await configure(
        '[profile some]\nservices = here\n[services here]\nsecrets_manager =\n  endpoint_url = http://secrets\n',
      );
      const addressOf = async (service: ServiceName) =>
        (await resolveAwsTarget(service, { profile: 'some' }, home())).endpointUrl;
      expect(await addressOf('secretsManager')).toBe('http://secrets');
      expect(await addressOf('stepFunctions')).toBeUndefined();
      const io = { ...home(), interrupted: new AbortController().signal };
      const sfn = { isLocal: false, profile: 'some', endpointUrl: 'http://sfn', endpointSource: 'a setting' };
      const { client, target } = await connectDynamodb(sfn, io);
      client.destroy();
      expect(target).toEqual({ isLocal: false, profile: 'some' });
    });

    it.each([
      [
        '[profile x]\nservices = gone\n',
        'the profile x has services = gone, and there is no [services gone]',
      ],
      [
        '[profile x]\nendpoint_url = junk\n',
        'endpoint_url of the profile x is not an http(s) address: "junk"',
      ],
    ])('refuses %j', async (config, message) => {
      await configure(config);
      const target = resolveTarget('stepFunctions', { profile: 'x' }, home());
      await expect(target).rejects.toMatchObject({ name: 'UsageError' });
      await expect(target).rejects.toThrow(message);
    });

    it('knows a profile whose credentials a program gives', async () => {
      await configure(
        '[profile program]\ncredential_process = /bin/false\n[profile both]\ncredential_process = /bin/false\n',
        '[both]\naws_access_key_id = a\naws_secret_access_key = b\n',
      );
      const processOf = async (profile: string) =>
        (await resolveTarget('stepFunctions', { profile }, home())).credentialProcess;
      expect(await processOf('program')).toEqual({
        profile: 'program',
        file: join(cwd, '.aws', 'config'),
      });
      expect(await processOf('both')).toBeUndefined();
    });
  });
});
