import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { JsonFile } from '../../../../local/stepfunctions/adapters/json-file.ts';
import {
  ParameterStore,
  type StoredParameters,
} from '../../../../local/stepfunctions/adapters/parameter-store.ts';
import type { TaskOutcome } from '../../../../local/stepfunctions/interpreter/ports.ts';
import { parseTaskResource } from '../../../../local/stepfunctions/interpreter/task-resource.ts';
import { call } from './lambda/support/call.ts';

const GET = 'arn:aws:states:::aws-sdk:ssm:getParameter';
const PUT = 'arn:aws:states:::aws-sdk:ssm:putParameter';
const UUID = '11111111-2222-4333-8444-555555555555';

let folder: string;
let now: number;
const open = (): ParameterStore =>
  new ParameterStore({
    repository: new JsonFile<StoredParameters>(join(folder, 'parameters.json')),
    clock: { now: () => now },
    random: { uuid: () => UUID },
    region: 'eu-west-2',
    accountId: '000000000000',
  });
let store: ParameterStore;
const get = (args: object): Promise<TaskOutcome> => store.invoke(call(GET, args));
const put = (args: object): Promise<TaskOutcome> => store.invoke(call(PUT, args));
const outputOf = async (outcome: Promise<TaskOutcome>): Promise<unknown> =>
  JSON.parse(((await outcome) as { output: string }).output);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parameters-'));
  now = Date.UTC(2026, 0, 2, 3, 4, 5, 678);
  store = open();
});
afterEach(() => rm(folder, { recursive: true }));

describe('putParameter and getParameter', () => {
  it('keep a value, number its versions and date them', async () => {
    const Name = '/tv-guide/watermark';
    expect(await outputOf(put({ Name, Value: 'first', Type: 'String' }))).toEqual({
      Tier: 'Standard',
      Version: 1,
    });
    now += 1000;
    expect(await outputOf(put({ Name, Value: 'zweiter Wert 東京', Overwrite: true }))).toEqual({
      Tier: 'Standard',
      Version: 2,
    });
    expect(await outputOf(get({ Name }))).toEqual({
      Parameter: {
        Arn: 'arn:aws:ssm:eu-west-2:000000000000:parameter/tv-guide/watermark',
        DataType: 'text',
        LastModifiedDate: '2026-01-02T03:04:06.678Z',
        Name,
        Type: 'String',
        Value: 'zweiter Wert 東京',
        Version: 2,
      },
    });
  });

  it('survive the process', async () => {
    await put({ Name: 'a', Value: '1', Type: 'String' });
    store = open();
    expect(await outputOf(get({ Name: 'a' }))).toMatchObject({
      Parameter: { Value: '1', Arn: expect.stringMatching(/:parameter\/a$/) },
    });
    expect(await readdir(folder)).toEqual(['parameters.json']);
  });

  it('lose no change with concurrent requests', async () => {
    await put({ Name: 'a', Value: '0', Type: 'String' });
    await Promise.all(
      Array.from({ length: 20 }, (_, index) => put({ Name: 'a', Value: String(index), Overwrite: true })),
    );
    expect(await outputOf(get({ Name: 'a' }))).toMatchObject({ Parameter: { Version: 21, Value: '19' } });
    expect(JSON.parse(await readFile(join(folder, 'parameters.json'), 'utf8'))).toMatchObject({
      value: { a: { version: 21 } },
    });
  });

  it.each(['missing', 'constructor', '__proto__'])('do not know the parameter %s', async (Name) => {
    expect(await get({ Name })).toEqual({
      status: 'FAILED',
      error: 'Ssm.ParameterNotFoundException',
      cause: `Service returned error code ParameterNotFound (Service: Ssm, Status Code: 400, Request ID: ${UUID})`,
    });
  });

  it('overwrite only on request', async () => {
    await put({ Name: 'a', Value: '1', Type: 'String' });
    expect(await put({ Name: 'a', Value: '2', Type: 'String' })).toMatchObject({
      status: 'FAILED',
      error: 'Ssm.ParameterAlreadyExistsException',
    });
    expect(await outputOf(get({ Name: 'a' }))).toMatchObject({ Parameter: { Value: '1', Version: 1 } });
  });

  it.each([
    [PUT, { Name: 'a', Value: '', Type: 'String' }, 'value'],
    [PUT, { Name: 'a', Value: 'x'.repeat(4097), Type: 'String' }, '4096 characters'],
    [PUT, { Name: 'a', Value: '1' }, 'type is required'],
    [PUT, { Name: 'a', Value: '1', Type: 'SecureString' }, 'SecureString'],
    [PUT, { Name: 'a b', Value: '1', Type: 'String' }, 'name'],
    [GET, {}, 'name'],
    [GET, [], 'must be an object'],
  ])('refuse %s with %j', async (arn, args, cause) => {
    expect(await store.invoke(call(arn, args))).toMatchObject({
      status: 'FAILED',
      error: 'Ssm.SsmException',
      cause: expect.stringContaining(cause),
    });
  });
});

it.each([
  [GET, undefined],
  [PUT, undefined],
  ['arn:aws:states:::aws-sdk:ssm:deleteParameter', 'Supported: getParameter and putParameter'],
  [`${GET}.waitForTaskToken`, 'use the resource without .waitForTaskToken'],
])('reports at load if %s is supported', (arn, reason) => {
  const refusal = store.refusal(parseTaskResource(arn)!);
  expect(refusal === undefined).toBe(reason === undefined);
  expect(refusal ?? '').toContain(reason ?? '');
});
