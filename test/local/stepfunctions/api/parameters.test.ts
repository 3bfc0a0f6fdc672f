import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ListStateMachinesCommand } from '@aws-sdk/client-sfn';
import {
  GetParameterCommand,
  GetParametersByPathCommand,
  paginateGetParametersByPath,
  PutParameterCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';
import {
  ParameterStore,
  type StoredParameters,
} from '../../../../local/stepfunctions/adapters/parameter-store.ts';
import { ACCOUNT, startService, type Service } from './support/service.ts';

let service: Service;
let client: SSMClient;
let kept: StoredParameters | undefined;
const now = Date.UTC(2026, 10, 24, 6, 0, 1, 500);

async function open(withParameters: boolean): Promise<void> {
  const parameters = new ParameterStore({
    repository: {
      read: () => Promise.resolve(kept),
      write: (all) => {
        kept = all;
        return Promise.resolve();
      },
    },
    clock: { now: () => now },
    random: { uuid: () => 'made-up' },
    ...ACCOUNT,
  });
  service = await startService(withParameters ? { parameters } : {});
  client = new SSMClient({
    endpoint: service.api.url,
    region: ACCOUNT.region,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
}

const put = (Name: string, Value: string, Overwrite = false) =>
  client.send(new PutParameterCommand({ Name, Value, Type: 'String', Overwrite }));

beforeEach(async () => {
  kept = undefined;
  await open(true);
});
afterEach(async () => {
  client.destroy();
  await service.close();
});

describe('the API of the Parameter Store', () => {
  it("stores and returns a parameter, with the SDK's client", async () => {
    expect(await put('/tv-guide/a', 'first')).toMatchObject({ Version: 1, Tier: 'Standard' });
    const { Parameter } = await client.send(new GetParameterCommand({ Name: '/tv-guide/a' }));
    expect(Parameter).toEqual({
      ARN: 'arn:aws:ssm:eu-west-2:000000000000:parameter/tv-guide/a',
      DataType: 'text',
      LastModifiedDate: new Date(now),
      Name: '/tv-guide/a',
      Type: 'String',
      Value: 'first',
      Version: 1,
    });
  });

  it('returns up to five earlier versions', async () => {
    await put('/a', '1');
    for (const value of ['2', '3', '4', '5', '6', '7']) await put('/a', value, true);
    const of = async (version: number) =>
      (await client.send(new GetParameterCommand({ Name: `/a:${version}` }))).Parameter?.Value;
    expect([await of(7), await of(6), await of(2)]).toEqual(['7', '6', '2']);
    await expect(of(1)).rejects.toMatchObject({ name: 'ParameterVersionNotFound' });
  });

  it.each([
    ['ParameterNotFound', () => client.send(new GetParameterCommand({ Name: '/none' }))],
    ['ParameterAlreadyExists', () => put('/there', '2')],
    ['ValidationException', () => put('/a b', '2')],
    ['ValidationException', () => client.send(new GetParametersByPathCommand({ Path: 'no-slash' }))],
    [
      'ValidationException',
      () => client.send(new GetParametersByPathCommand({ Path: '/a', MaxResults: 11 })),
    ],
  ])('refuses with %s', async (name, call) => {
    await put('/there', '1');
    await expect(call()).rejects.toMatchObject({ name });
  });

  it('lists the parameters below a path in pages', async () => {
    for (let index = 0; index < 12; index += 1) await put(`/feeds/${String.fromCharCode(97 + index)}`, 'x');
    await put('/feeds/deep/er', 'x');
    await put('/feeds-of-others', 'x');
    const pages: string[][] = [];
    for await (const { Parameters = [] } of paginateGetParametersByPath({ client }, { Path: '/feeds' })) {
      pages.push(Parameters.map(({ Name = '' }) => Name));
    }
    expect(pages.map(({ length }) => length)).toEqual([10, 2]);
    expect(pages.flat()).not.toContain('/feeds/deep/er');
    const { Parameters } = await client.send(
      new GetParametersByPathCommand({ Path: '/feeds/', Recursive: true, NextToken: '/feeds/c' }),
    );
    expect(Parameters?.map(({ Name }) => Name)).toContain('/feeds/deep/er');
  });

  it('does not affect the protocol of Step Functions', async () => {
    const { stateMachines } = await service.client.send(new ListStateMachinesCommand({}));
    expect(stateMachines).toEqual([]);
  });

  it('is unknown without a Parameter Store', async () => {
    await service.close();
    client.destroy();
    await open(false);
    await expect(put('/a', '1')).rejects.toMatchObject({ name: 'UnknownOperationException' });
  });
});
