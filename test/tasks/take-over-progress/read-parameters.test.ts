import { GetParametersByPathCommand, SSMClient } from '@aws-sdk/client-ssm';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mockClient, type AwsClientStub } from 'aws-sdk-client-mock';
import { readParameters } from '../../../tasks/take-over-progress/read-parameters.ts';

const PATH = '/tv-guide/prod/watermarks';
let ssm: AwsClientStub<SSMClient>;

beforeEach(() => {
  ssm = mockClient(SSMClient);
});
afterEach(() => ssm.restore());

const read = () => readParameters(new SSMClient({ region: 'eu-west-2' }), PATH);

describe('the parameters of feeds', () => {
  it('are those below a path that are named after feeds, on all pages', async () => {
    ssm
      .on(GetParametersByPathCommand, { Path: PATH })
      .resolvesOnce({ Parameters: [{ Name: `${PATH}/new_titles`, Value: 'one' }], NextToken: 'more' })
      .resolvesOnce({
        Parameters: [
          { Name: `${PATH}/films`, Value: 'not ours' },
          { Name: `${PATH}/releases`, Value: 'two' },
        ],
      });

    expect(await read()).toEqual([
      { feed: 'new_titles', text: 'one' },
      { feed: 'releases', text: 'two' },
    ]);
  });

  it('are none where there are none', async () => {
    ssm.on(GetParametersByPathCommand).resolves({});

    expect(await read()).toEqual([]);
  });

  it('are unavailable if Systems Manager does not answer', async () => {
    const cause = Object.assign(new Error('no'), { name: 'AccessDeniedException' });
    ssm.on(GetParametersByPathCommand).rejects(cause);

    await expect(read()).rejects.toMatchObject({
      name: 'Progress.Unavailable',
      message: `GetParametersByPath of ${PATH}: AccessDeniedException: no`,
      cause,
    });
  });
});
