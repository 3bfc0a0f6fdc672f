import { cp, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { ACCOUNT } from '../../local/account.ts';
import { startStepFunctions, type StepFunctions } from '../../local/stepfunctions/index.ts';
import { snapshotOf } from '../../local/stepfunctions/api/state-machines/state-machine.ts';
import { temporaryFolder } from './support/child.ts';
import { folderEachTest } from './support/folder-each-test.ts';
import { closedAddress } from './support/closed-address.ts';
import { contentsOf } from './support/contents-of.ts';
import { runHere } from './support/run-here.ts';

jest.setTimeout(60_000);

const definition = JSON.stringify({
  QueryLanguage: 'JSONata',
  StartAt: 'Decide',
  States: {
    Decide: {
      Type: 'Choice',
      Choices: [
        { Condition: '{% $states.input.wait = true %}', Next: 'Wait' },
        { Condition: '{% $states.input.fail = true %}', Next: 'Break' },
      ],
      Default: 'Done',
    },
    Wait: { Type: 'Wait', Seconds: 3600, Next: 'Done' },
    Break: { Type: 'Fail', Error: 'Broken', Cause: 'as asked' },
    Done: { Type: 'Succeed' },
  },
});

/** The SDK knows no errors of another realm, such as those of Node.js in Jest, and loses their code. */
const REFUSED = /^tvguide: .*(nothing listens|ECONNREFUSED)/;

describe('a folder whose runtime is not up', () => {
  const folder = folderEachTest();
  let dataFolder: string;
  const open = () => startStepFunctions({ dataFolder, ...ACCOUNT, warn: () => undefined });
  const start = async ({ engine, stateMachines }: StepFunctions, name: string, input: object) => {
    const [machine] = await stateMachines.list();
    if (machine === undefined) throw new Error('no state machine');
    return engine.startExecution({
      stateMachine: snapshotOf(machine),
      name,
      input: JSON.stringify(input),
    });
  };
  /** Tells the program of a runtime at an address where nothing listens, as a killed one may leave it. */
  const tellOfAddress = async () => {
    const endpoints = { pid: process.pid, stepFunctions: await closedAddress() };
    await writeFile(join(dataFolder, 'endpoints.json'), JSON.stringify(endpoints));
  };
  const run = (...args: string[]) => runHere([...args, '--local'], { cwd: folder.path });

  beforeEach(async () => {
    dataFolder = join(folder.path, '.local');
    const service = await open();
    await service.stateMachines.create({
      name: 'title-ingestion',
      definition,
      roleArn: `arn:aws:iam::${ACCOUNT.accountId}:role/any`,
    });
    const { executionArn } = await start(service, 'good', {});
    await service.engine.whenEnded(executionArn);
    const bad = await start(service, 'bad', { fail: true });
    await service.engine.whenEnded(bad.executionArn);
    await start(service, 'cut-off', { wait: true });
    await service.close();
    await tellOfAddress();
  });

  it('is read by list, show, history and why, which change nothing', async () => {
    const before = await contentsOf(folder.path);

    const listed = await run('list');
    expect(listed.stdout.split('\n').map((line) => line.replace(/ {2,}.*?([A-Z]+) .*/, ' $1'))).toEqual([
      expect.stringMatching(/^NAME/),
      'cut-off INTERRUPTED',
      'bad FAILED',
      'good SUCCEEDED',
      '',
    ]);
    expect(listed.stderr).toBe('no runtime is up: read from .local\n');
    expect((await run('show', 'good')).stdout).toContain('status      SUCCEEDED\n');
    expect((await run('history', 'good', '--limit', '1')).stdout).toContain('ExecutionStarted');
    const why = await run('why', 'bad', '-q');
    expect(why).toMatchObject({ code: 0, stderr: '' });
    expect(why.stdout).toContain('Broken: as asked');

    expect(await contentsOf(folder.path)).toEqual(before);
  });

  it('offers its executions to the completion', async () => {
    const args = ['completion', '--suggest', '--', 'show', '--local', ''];
    const { stdout, stderr } = await runHere(args, { cwd: folder.path });
    expect(stdout).toBe('last\ncut-off\nbad\ngood\n');
    expect(stderr).toBe('');
  });

  it('has running executions while another process uses it', async () => {
    const service = await open();
    await start(service, 'at-work', { wait: true });
    const { stdout, stderr } = await run('list', '--status', 'RUNNING');
    await service.close();
    expect(stdout).toMatch(/^at-work +RUNNING/m);
    expect(stderr).toBe(`process ${process.pid} uses .local, and serves no API: read from its files\n`);
  });

  it('is not read by a command that changes something, nor for an address of the user', async () => {
    const redrive = await run('redrive', 'bad', '--yes');
    expect(redrive).toMatchObject({ code: 1, stdout: '' });
    expect(redrive.stderr).toMatch(REFUSED);
    expect((await run('deferred', '--retry', '--yes')).stderr).toMatch(REFUSED);
    // This state machine has no table.
    expect((await run('deferred')).stderr).toContain('does not say where it keeps its progress');
    const listed = await run('list', '--endpoint-url', await closedAddress());
    expect(listed.stderr).toMatch(REFUSED);
  });

  it('says which file is wrong when it cannot be read', async () => {
    await writeFile(join(dataFolder, 'format.json'), '{"format":"another"}\n');
    const { code, stderr } = await run('list');
    expect(stderr).toMatch(/^tvguide: .*\.local is not a store that this version can read/);
    expect(code).toBe(1);
  });

  it('has to hold executions', async () => {
    const empty = await temporaryFolder();
    await cp(join(dataFolder, 'endpoints.json'), join(empty.path, '.local/endpoints.json'));
    const { code, stderr } = await runHere(['list', '--local'], { cwd: empty.path });
    expect(stderr).toMatch(REFUSED);
    expect(code).toBe(1);
    expect(await readdir(join(empty.path, '.local'))).toEqual(['endpoints.json']);
    await empty.remove();
  });
});
