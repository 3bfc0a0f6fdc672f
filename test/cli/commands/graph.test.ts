import { DescribeStateMachineCommand } from '@aws-sdk/client-sfn';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { runCli } from '../support/fake-io.ts';
import { FakeStepFunctions, stateMachineArn } from '../support/fake-step-functions.ts';

const service = new FakeStepFunctions();
beforeEach(() => service.reset());

describe('tvguide graph', () => {
  it('prints the definition of this project without a call', async () => {
    const { code, stdout } = await runCli(['graph']);

    expect(stdout).toContain('"Ingest titles"');
    expect(code).toBe(0);
    expect(service.mock.calls()).toEqual([]);
  });

  it.each([
    [['--local']],
    [['--region', 'eu-west-2']],
    [['--endpoint-url', 'http://127.0.0.1:1']],
    [['--state-machine', 'title-ingestion']],
  ])('prints the deployed definition with %j', async (options) => {
    service.mock.on(DescribeStateMachineCommand).resolves({
      definition: '{"StartAt":"Deployed","States":{"Deployed":{"Type":"Succeed"}}}',
    });
    const { code, stdout } = await runCli(['graph', '--json', ...options]);

    expect(JSON.parse(stdout)).toEqual({
      mermaid: expect.stringContaining('"Deployed"'),
      stateMachineArn,
    });
    expect(code).toBe(0);
  });
});
