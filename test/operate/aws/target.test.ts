import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { resolveTarget, type TargetOptions } from '../../../operate/aws/target.ts';
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

  it('knows the profiles of the AWS configuration', async () => {
    const io = { env: { HOME: cwd }, cwd };
    await mkdir(join(cwd, '.aws'));
    await writeFile(
      join(cwd, '.aws', 'config'),
      '[default]\n[profile streaming]\nregion = eu-west-2\n[sso-session s]\n',
    );
    await writeFile(join(cwd, '.aws', 'credentials'), '[keys]\naws_access_key_id = x\n');
    for (const profile of ['default', 'streaming', 'keys']) {
      expect(await resolveTarget('stepFunctions', { profile }, io)).toMatchObject({ profile });
    }
    await expect(resolveTarget('stepFunctions', { profile: 'nosuch' }, io)).rejects.toThrow(
      'there is no profile nosuch in the AWS configuration: it has default, streaming, keys',
    );
  });
});
