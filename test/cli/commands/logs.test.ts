import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { taskLogPath } from '../../../local/stepfunctions/files.ts';
import { folderEachTest } from '../support/folder-each-test.ts';
import { runCli } from '../support/fake-io.ts';
import { executionArnOf, FakeStepFunctions, mapRunArn } from '../support/fake-step-functions.ts';

const service = new FakeStepFunctions();
const LOCAL = ['--local', '--endpoint-url', 'http://127.0.0.1:1'];
const line = (facts: Readonly<Record<string, unknown>>) =>
  `${JSON.stringify({ timestamp: '2026-11-24T06:00:01.250Z', level: 'WARN', task: 'any', requestId: '1', eventId: 5, ...facts })}\n`;
const ofTitle = {
  executionArn: executionArnOf('child'),
  state: 'Fetch title details',
  level: undefined,
  request: 'GET /title/9000106/details',
  status: 500,
};
const ofRun = {
  executionArn: executionArnOf('run'),
  state: 'List new titles',
  message: 'no titles',
  took: 9000106.5,
  creditsLeft: 106,
  requestId: '61f5c3a2-1111-4222-8333-c106b7d01e0a',
};
const ofBatch = {
  executionArn: executionArnOf('child'),
  state: 'Publish titles',
  message: 'set a title aside',
  titleId: 9000106,
};

describe('tvguide logs', () => {
  const folder = folderEachTest();
  const logs = (...args: string[]) => runCli(['logs', ...args], { cwd: folder.path });

  beforeEach(async () => {
    service.reset();
    service.add({ name: 'run' }, { name: 'child', childOf: mapRunArn });
    service.mapRuns.set(mapRunArn, { executionArn: executionArnOf('run') });
    const path = taskLogPath(join(folder.path, '.local'), executionArnOf('run'));
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, [line(ofRun), line(ofTitle), 'torn{\n', line(ofBatch)].join(''));
  });

  it('prints the lines of a run and its children', async () => {
    const { code, stdout, stderr } = await logs('run', ...LOCAL);
    expect(stdout).toBe(`06:00:01.250Z WARN   List new titles  no titles took=9000106.5 creditsLeft=106
06:00:01.250Z METRIC Fetch title details  request="GET /title/9000106/details" status=500
06:00:01.250Z WARN   Publish titles  set a title aside titleId=9000106
`);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  it('prints the lines about a title, or of a child, and whole lines with --json', async () => {
    const json = await logs('run', '--title', '9000106', '--json', ...LOCAL);
    expect(
      json.stdout
        .trimEnd()
        .split('\n')
        .map((each) => JSON.parse(each) as object),
    ).toMatchObject([{ request: 'GET /title/9000106/details', eventId: 5 }, { titleId: 9000106 }]);
    const ofChild = await logs(executionArnOf('child'), ...LOCAL);
    expect(ofChild.stdout.trimEnd().split('\n')).toHaveLength(2);
  });

  it.each(['900010', '106', '500'])('finds nothing about title %s in other numbers', async (title) => {
    const none = await logs('run', '--title', title, ...LOCAL);
    expect(none).toMatchObject({ code: 0, stdout: '' });
    expect(none.stderr).toBe(`no task of run has logged anything about title ${title}\n`);
  });

  it('says where the logs are on AWS, and how to read them', async () => {
    service.definition = JSON.stringify({
      a: 'arn:aws:lambda:eu-west-2:1:function:title-ingestion-list-new-titles:live',
      b: 'arn:aws:lambda:eu-west-2:1:function:title-ingestion-publish-titles',
      c: 'arn:aws:lambda:eu-west-2:1:function:title-ingestion-publish-titles',
    });
    const at = (second: number) => new Date(1_795_500_000_000 + 1_000 * second);
    service.add({ name: 'run', description: { startDate: at(0), stopDate: at(40) } });
    const { code, stdout } = await logs('run', '--profile', 'streaming', '--title', '7');
    expect(stdout).toContain(
      'which this program does not read:\n  /aws/lambda/title-ingestion-list-new-titles\n  /aws/lambda/title-ingestion-publish-titles\n  /aws/vendedlogs/states/',
    );
    expect(stdout).toContain(
      "  aws logs start-query --profile streaming --start-time 1795500000 --end-time 1795500100 --log-group-names /aws/lambda/title-ingestion-list-new-titles /aws/lambda/title-ingestion-publish-titles --query-string 'fields @timestamp, task, level, message, @message | filter @message like /\\b7\\b/ | sort @timestamp | limit 10000'\n",
    );
    expect(code).toBe(0);
    expect(JSON.parse((await logs('run', '--json')).stdout)).toMatchObject({
      logGroups: [
        '/aws/lambda/title-ingestion-list-new-titles',
        '/aws/lambda/title-ingestion-publish-titles',
      ],
    });
  });
});
