import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import {
  ExecutionAlreadyExists,
  type ExecutionRedriveStatus,
  StartExecutionCommand,
  StateMachineDeleting,
} from '@aws-sdk/client-sfn';
import { conformsTo } from '../../../../events/validate.ts';
import { temporaryFolder } from '../../support/child.ts';
import { executionArnOf } from '../../support/fake-step-functions.ts';
import { keep, run, service, started, table } from './support/deferred-titles.ts';

describe('tvguide deferred --retry', () => {
  it('starts a run over the titles of each feed with --retry', async () => {
    keep(['releases', 7], ['new_titles', 6], ['new_titles', 5]);
    table.put({ feed: 'titles_details_changed', item: 'watermark', watermark: '2026-11-24T06:00:00Z' });

    const { code, stdout, stderr } = await run(['--retry'], { answers: ['y'] });

    expect(started()).toEqual([
      { source: 'manual', feed: 'new_titles', titleIds: [5, 6] },
      { source: 'manual', feed: 'releases', titleIds: [7] },
    ]);
    expect(started().every((input) => conformsTo('ExecutionInput', input))).toBe(true);
    expect(stdout.trimEnd().split('\n')).toHaveLength(2);
    expect(stderr).toContain('new_titles: 2 titles, at most 4 credits\n');
    expect(table.writes()).toBe(0);
    expect(code).toBe(0);
  });

  it('tells what --retry costs, and starts nothing on no', async () => {
    keep(['releases', 7], ['new_titles', 6], ['new_titles', 5]);
    const { code, stderr, io } = await run(['--retry'], { answers: ['n'] });
    expect(io.questions).toEqual(['Fetch 3 titles in 2 runs, for at most 6 credits? [y/N] ']);
    expect(stderr).toContain('releases: 1 title, at most 2 credits\nnothing was started\n');
    expect(started()).toEqual([]);
    expect(code).toBe(1);
  });

  it('leaves out with --retry what a running execution fetches', async () => {
    keep(['releases', 7], ['new_titles', 5], ['new_titles', 6]);
    const running = (input: object, redriveStatus: ExecutionRedriveStatus = 'NOT_REDRIVABLE') => ({
      description: { status: 'RUNNING', redriveStatus, input: JSON.stringify(input) } as const,
    });
    service.add(
      { name: 'first-retry', ...running({ source: 'manual', feed: 'new_titles', titleIds: [5] }) },
      { name: 'nightly', ...running({ feed: 'releases' }) },
      // None of these fetches a waiting title for good.
      { name: 'rehearsal', ...running({ feed: 'new_titles', titleIds: [6], dryRun: true }) },
      {
        name: 'week',
        ...running({ window: { start: '2026-11-01T00:00:00Z', end: '2026-11-08T00:00:00Z' } }),
      },
      { name: 'cut-off', ...running({ titleIds: [6] }, 'REDRIVABLE') },
      { name: 'ended', description: { status: 'SUCCEEDED', input: '{"titleIds":[6]}' } },
    );

    const { stderr } = await run(['--retry', '--yes']);

    expect(stderr).toContain('new_titles: first-retry fetches 1 title at this moment; not started again\n');
    expect(stderr).toContain('releases: nightly fetches 1 title at this moment; not started again\n');
    expect(started()).toEqual([{ source: 'manual', feed: 'new_titles', titleIds: [6] }]);
  });

  it('starts nothing with --retry if all waiting titles are fetched at this moment', async () => {
    keep(['new_titles', 5]);
    service.add({
      name: 'nightly',
      description: { status: 'RUNNING', input: '{"source":"aws.events","time":"2026-11-25T06:00:00Z"}' },
    });
    const { code, stderr, io } = await run(['--retry'], { answers: [] });
    expect(stderr).toContain('nothing was started\n');
    expect(io.questions).toEqual([]);
    expect(started()).toEqual([]);
    expect(code).toBe(0);
  });

  it('takes the feed of the deployment for a running execution whose input names none', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder.path, 'cdk.json'), '{"context":{"feed":"releases"}}');
    keep(['releases', 7], ['new_titles', 5]);
    service.add({ name: 'nightly', description: { status: 'RUNNING', input: '{"source":"manual"}' } });

    const { stderr } = await run(['--retry', '--yes'], { cwd: folder.path });
    await folder.remove();

    expect(stderr).toContain('releases: nightly fetches 1 title at this moment; not started again\n');
    expect(started()).toEqual([{ source: 'manual', feed: 'new_titles', titleIds: [5] }]);
  });

  it('gives two calls of --retry at once the same run, and a later one another', async () => {
    const names = () =>
      service.mock.commandCalls(StartExecutionCommand).map(({ args: [{ input }] }) => input.name ?? '');
    keep(['new_titles', 5]);
    await run(['--retry', '--yes']);
    await run(['--retry', '--yes']);
    keep(['new_titles', 5, { runs: 2 }]);
    await run(['--retry', '--yes']);
    const [first = '', second, third] = names();
    expect(first).toMatch(/^retry-new-titles-[0-9a-f]{16}$/);
    expect(second).toBe(first);
    expect(third).not.toBe(first);

    // A retry that failed before it had fetched any title has the name.
    service.mock
      .on(StartExecutionCommand, { name: third ?? '' })
      .rejects(new ExecutionAlreadyExists({ message: 'Execution Already Exists', $metadata: {} }));
    const { stdout, code } = await run(['--retry', '--yes']);
    expect(stdout).toBe(`${executionArnOf(`${third}-2`)}\n`);
    expect(code).toBe(0);
  });

  it('names Step Functions, not DynamoDB, when a run cannot be started', async () => {
    keep(['new_titles', 5]);
    service.mock
      .on(StartExecutionCommand)
      .rejects(new StateMachineDeleting({ message: 'it is being deleted', $metadata: {} }));
    const { code, stderr } = await run(['--retry', '--yes']);
    expect(stderr).toContain('tvguide: Step Functions says StateMachineDeleting: it is being deleted');
    expect(code).toBe(1);
  });
});
