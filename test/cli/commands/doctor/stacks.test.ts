import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { checkStack } from '../../../../cli/commands/doctor/stacks.ts';

const CATALOGUE = {
  stackName: 'TvGuideCatalogue',
  deploy: 'npm run aws:deploy:catalogue',
  isOptional: true,
};
const cloudFormation = mockClient(CloudFormationClient);
const client = new CloudFormationClient({ region: 'eu-west-2' });
const deployedAs = (status: string) =>
  cloudFormation.on(DescribeStacksCommand, { StackName: CATALOGUE.stackName }).resolves({
    Stacks: [
      {
        ...{
          StackName: CATALOGUE.stackName,
          CreationTime: new Date(0),
          StackStatus: status as 'CREATE_COMPLETE',
        },
        Outputs: [{ OutputKey: 'CatalogueTableName', OutputValue: 'TvGuideCatalogue' }],
      },
    ],
  });

beforeEach(() => {
  cloudFormation.reset();
});

describe('the check of an optional stack', () => {
  it('shows its outputs', async () => {
    deployedAs('CREATE_COMPLETE');

    expect(await checkStack(client, CATALOGUE)).toEqual({
      verdict: 'ok',
      detail: 'TvGuideCatalogue is CREATE_COMPLETE, CatalogueTableName TvGuideCatalogue',
    });
  });

  it('is skipped with the command that deploys it, as nothing else needs it', async () => {
    cloudFormation.on(DescribeStacksCommand).rejects(new Error('Stack with id X does not exist'));

    expect(await checkStack(client, CATALOGUE)).toEqual({
      verdict: 'skipped',
      detail: 'TvGuideCatalogue is not deployed; npm run aws:deploy:catalogue deploys it',
    });
    expect(await checkStack(client, { ...CATALOGUE, isOptional: false })).toEqual({
      verdict: 'failed',
      detail: 'TvGuideCatalogue is not deployed',
      remedy: 'npm run aws:deploy:catalogue',
    });
  });

  it('fails after a failed deployment', async () => {
    deployedAs('UPDATE_ROLLBACK_COMPLETE');

    expect(await checkStack(client, CATALOGUE)).toMatchObject({
      verdict: 'failed',
      remedy: expect.stringMatching(
        /events in the CloudFormation console, then npm run aws:deploy:catalogue$/,
      ),
    });
  });

  it('warns during a deployment', async () => {
    deployedAs('UPDATE_IN_PROGRESS');

    expect(await checkStack(client, CATALOGUE)).toMatchObject({ verdict: 'warning' });
  });
});
