import { StartExecutionCommand } from '@aws-sdk/client-sfn';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { writeLocalEndpoints } from '../../../../operate/endpoints/local-endpoints.ts';
import { runCli } from '../../support/fake-io.ts';
import { FakeStepFunctions, stateMachineArn } from '../../support/fake-step-functions.ts';
import { folderEachTest } from '../../support/folder-each-test.ts';

const ADDRESS = 'http://127.0.0.1:9';
const UP = { pid: process.pid, stepFunctions: ADDRESS, stateMachineArn };
const REFUSAL = 'tvguide: --feed catalogue sweeps services: name them, for example --services Netflix\n';

const service = new FakeStepFunctions();

describe('start of a sweep without services', () => {
  const folder = folderEachTest();
  beforeEach(() => service.reset());
  const start = async (...args: string[]) => {
    const { code, stderr } = await runCli(['start', '--feed', 'catalogue', ...args], { cwd: folder.path });
    return { code, stderr, started: service.mock.commandCalls(StartExecutionCommand).length };
  };

  it('is refused by a runtime whose sweeps have none', async () => {
    await writeLocalEndpoints(folder.path, UP);

    expect(await start('--local')).toEqual({ code: 2, stderr: REFUSAL, started: 0 });
    expect(await start('--local', '--services', 'Netflix')).toMatchObject({ code: 0, started: 1 });
    expect(await start('--local', '--title-ids', '7')).toMatchObject({ code: 0, started: 2 });
  });

  it.each([
    ['of a runtime that has services', { ...UP, services: ['Netflix'] }, ['--local']],
    ['of another state machine', { ...UP, stateMachineArn: `${stateMachineArn}2` }, ['--local']],
    ['at another address', UP, ['--local', '--endpoint-url', 'http://127.0.0.1:8']],
    ['of a deployment', UP, []],
  ])('is left to the settings %s', async (_, endpoints, args) => {
    await writeLocalEndpoints(folder.path, endpoints);

    expect(await start(...args)).toMatchObject({ code: 0, started: 1 });
  });
});
