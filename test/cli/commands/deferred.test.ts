import { describe, expect, it } from '@jest/globals';
import { QueryCommand, ResourceNotFoundException } from '@aws-sdk/client-dynamodb';
import { DescribeStateMachineCommand } from '@aws-sdk/client-sfn';
import type { Feed } from '../../../events/types.ts';
import { DeferredItem } from '../../../events/validators.mjs';
import { deferredTitle, definitionWith, TABLE } from '../support/fake-progress.ts';
import { keep, now, run, service, started, table } from './deferred/support/deferred-titles.ts';

const LATER = Date.UTC(2027, 1, 1) / 1_000;
const rejected = (feed: Feed, titleId: number, given: Parameters<typeof deferredTitle>[2] = {}) =>
  keep([feed, titleId, { status: 'rejected', runs: 7, expiresAt: LATER, ...given }]);

describe('tvguide deferred', () => {
  it('lists the waiting titles of each feed, the oldest first, with age, error and the command to fetch them', async () => {
    keep(
      ['releases', 7, { runs: 2 }],
      ['new_titles', 5, { runs: 6, since: '2026-11-24T06:00:03Z' }],
      ['new_titles', 3173903, { error: 'Watchmode.UnexpectedResponse', since: '2026-11-23T06:00:03Z' }],
    );
    rejected('new_titles', 8);

    const { code, stdout, stderr } = await run(['--local']);

    expect(stdout).toBe(
      `FEED        TITLE    SINCE                 WAITING      RUNS  LAST ERROR
new_titles  3173903  2026-11-23 06:00:03Z  47 h 59 min  1     Watchmode.UnexpectedResponse
new_titles  5        2026-11-24 06:00:03Z  23 h 59 min  6     Watchmode.Unavailable
releases    7        2026-11-24 06:00:03Z  23 h 59 min  2     Watchmode.Unavailable
`,
    );
    expect(stderr).toContain('Watchmode.Unavailable: Watchmode could not be reached');
    expect(stderr).toContain(
      "3 titles wait. The next run over a feed's open window asks for the oldest 500 of that feed. To fetch them now: tvguide deferred --retry --local\n",
    );
    expect(code).toBe(0);
  });

  it('says that the next sweep asks for the titles of sweeps', async () => {
    keep(['catalogue', 7]);

    expect((await run(['--local'])).stderr).toContain(
      '1 title waits. The next sweep asks for the oldest 500. To fetch it now: tvguide deferred --retry --local\n',
    );
  });

  it('prints one object with --json, and keeps to one feed with --feed', async () => {
    keep(['releases', 7, { runs: 2 }], ['new_titles', 5]);
    table.put({ feed: 'releases', item: 'watermark', watermark: '2026-11-24T06:00:00Z' });

    const { stdout } = await run(['--feed', 'releases', '--json']);

    expect(JSON.parse(stdout)).toEqual({
      table: TABLE,
      feeds: [
        {
          feed: 'releases',
          watermark: '2026-11-24T06:00:00Z',
          waiting: [
            {
              titleId: 7,
              name: null,
              status: 'waiting',
              since: '2026-11-24T06:00:03Z',
              runs: 2,
              error: 'Watchmode.Unavailable',
              reason: 'HTTP 503',
              lastRun: expect.stringContaining(':nightly'),
              deferredAt: '2026-11-24T06:00:09.000Z',
            },
          ],
        },
      ],
    });
  });

  it('names the titles', async () => {
    keep(['new_titles', 9000106]);
    expect((await run(['--local'])).stdout).toMatch(/^new_titles {2}9000106 Downton Abbey {2}2026/m);
  });

  it('says when nothing waits', async () => {
    rejected('new_titles', 8);
    expect((await run([])).stdout).toBe('no titles are waiting\n');
    expect((await run(['--retry', '--yes'])).stderr).toBe('no titles are waiting: nothing was started\n');
    expect(started()).toEqual([]);
  });

  it('drops a title on yes, and nothing else', async () => {
    keep(['new_titles', 5, { runs: 6 }], ['new_titles', 6], ['releases', 7]);

    const { code, stdout, io } = await run(['--forget', '5'], { answers: ['y'] });

    expect(io.questions).toEqual(['Forget 1 title? [y/N] ']);
    expect(table.all()).toEqual([deferredTitle('new_titles', 6), deferredTitle('releases', 7)]);
    expect(table.writes()).toBe(1);
    expect(stdout).toBe('forgot 1 title; a listing that names one again brings it back\n');
    expect(code).toBe(0);
  });

  it('drops a title although a run counts it between read and write', async () => {
    keep(['new_titles', 5, { runs: 6 }]);
    let others = 1;
    table.beforeWrite = () => {
      if (others === 0) return;
      others -= 1;
      keep(['new_titles', 5, { runs: 7 }], ['new_titles', 9]);
    };

    const { code } = await run(['--forget', '5', '--yes']);

    expect(table.all()).toEqual([deferredTitle('new_titles', 9)]);
    expect(table.writes()).toBe(2);
    expect(code).toBe(0);
  });

  it('does not report a title as dropped if a run has given it up or published it meanwhile', async () => {
    keep(['new_titles', 5, { runs: 6 }], ['new_titles', 6]);
    table.beforeWrite = () => rejected('new_titles', 5);

    const { code, stdout, stderr } = await run(['--forget', '5,6', '--yes', '--json']);

    expect(table.all()).toMatchObject([{ titleId: 5, status: 'rejected' }]);
    expect(JSON.parse(stdout)).toMatchObject({
      forgotten: [{ feed: 'new_titles', titleId: 6 }],
      changedMeanwhile: [{ feed: 'new_titles', titleId: 5 }],
    });
    expect(stderr).toContain('1 title does not wait any more');
    expect(code).toBe(0);
  });

  it('gives up if others write at each attempt', async () => {
    keep(['new_titles', 5, { runs: 6 }]);
    let runs = 6;
    table.beforeWrite = () => {
      runs += 1;
      keep(['new_titles', 5, { runs }]);
    };

    const { code, stderr } = await run(['--forget', '5', '--yes']);

    expect(stderr).toContain('title 5 of new_titles keeps being changed by others');
    expect(table.writes()).toBe(5);
    expect(code).toBe(1);
  });

  it.each([
    [['--forget', '8', '--yes'], 1, 'tvguide: title 8 is not waiting\n'],
    [['--forget', '8,9', '--yes'], 1, 'tvguide: titles 8, 9 are not waiting\n'],
    [
      ['--forget', '5'],
      2,
      'tvguide: deferred --forget asks before it acts, and there is no terminal to ask on: add --yes\n',
    ],
    [
      ['--rejected', '--retry'],
      2,
      'tvguide: deferred --rejected --retry asks before it acts, and there is no terminal to ask on: add --yes\n',
    ],
    [
      ['--retry'],
      2,
      'tvguide: deferred --retry asks before it acts, and there is no terminal to ask on: add --yes\n',
    ],
    [['--watch'], 2, 'tvguide: --watch goes with --retry only\n'],
    [['--rejected', '--retry', '--watch', '--yes'], 2, 'tvguide: --rejected --retry starts no run: leave'],
    [['--rejected', '--forget', '5'], 2, "option '--forget <ids>' cannot be used with option '--rejected'"],
  ])('refuses %j', async (args, exitCode, message) => {
    keep(['new_titles', 5]);
    rejected('new_titles', 8);
    const { code, stderr } = await run(args);
    expect(stderr).toContain(message);
    expect(table.writes()).toBe(0);
    expect(code).toBe(exitCode);
  });

  it.each([[['--forget', '5']], [['--rejected', '--retry']]])(
    'leaves everything as it is on the answer no to %j',
    async (args) => {
      keep(['new_titles', 5]);
      rejected('new_titles', 8);
      const { code, stderr } = await run(args, { answers: ['n'] });
      expect(stderr).toContain('nothing was changed\n');
      expect(table.writes()).toBe(0);
      expect(code).toBe(1);
    },
  );

  it('names an item that breaks its contract', async () => {
    table.put({ feed: 'new_titles', item: 'deferred#5', titleId: 5 });
    const { code, stderr } = await run([]);
    expect(stderr).toMatch(
      /^tvguide: .*the item "new_titles deferred#5" of the table TvGuideProgress is not valid: .* delete it/,
    );
    const command = `aws dynamodb delete-item --table-name TvGuideProgress --key '{"feed":{"S":"new_titles"},"item":{"S":"deferred#5"}}'`;
    expect(stderr).toContain(`delete it with \`${command}\`, then redrive\n`);
    expect(code).toBe(1);
    expect((await run(['--local'])).stderr).toMatch(
      /then redrive; here, add --endpoint-url http:\/\/127\.0\.0\.1:8087 \(its files are in \.local\/progress\)\n$/,
    );
  });

  it('passes on the error of DynamoDB for a missing table', async () => {
    table.mock
      .on(QueryCommand)
      .rejects(new ResourceNotFoundException({ message: 'Requested resource not found', $metadata: {} }));
    const { code, stderr } = await run([]);
    expect(stderr).toBe(
      'tvguide: DynamoDB says ResourceNotFoundException: Requested resource not found; check the name, --region and --profile\n',
    );
    expect(code).toBe(1);
  });

  it('reports a different state machine, or a definition of another version', async () => {
    const message = 'the definition of title-ingestion does not say where it keeps its progress';
    service.mock.on(DescribeStateMachineCommand).resolves({ definition: definitionWith('${ProgressTable}') });
    expect((await run([])).stderr).toContain(message);
    service.mock.on(DescribeStateMachineCommand).resolves({ definition: '{"States":{}}' });
    const { code, stderr } = await run([]);
    expect(stderr).toContain(message);
    expect(code).toBe(1);
  });
});

describe('tvguide deferred --rejected', () => {
  it('lists the titles that were given up, without expired ones', async () => {
    keep(['new_titles', 5]);
    rejected('new_titles', 8, { error: 'Watchmode.UnexpectedResponse' });
    rejected('releases', 9, { status: 'unknown', runs: 3, error: 'Watchmode.TitleNotFound' });
    rejected('releases', 10, { expiresAt: now / 1_000 });

    const { code, stdout, stderr } = await run(['--rejected']);

    expect(stdout).toBe(
      `FEED        TITLE  STATUS    SINCE                 GIVEN UP              RUNS  LAST ERROR
new_titles  8      rejected  2026-11-24 06:00:03Z  2026-11-24 06:00:09Z  7     Watchmode.UnexpectedResponse
releases    9      unknown   2026-11-24 06:00:03Z  2026-11-24 06:00:09Z  3     Watchmode.TitleNotFound
`,
    );
    expect(stderr).toContain(
      '2 titles were given up: no run asks for them, unless their feed lists them. To reset them: tvguide deferred --rejected --retry\n',
    );
    expect(code).toBe(0);
    expect(JSON.parse((await run(['--rejected', '--json'])).stdout)).toMatchObject({
      feeds: [
        { feed: 'new_titles', rejected: [{ titleId: 8, status: 'rejected', expiresAt: LATER }] },
        { feed: 'releases', rejected: [{ titleId: 9, status: 'unknown' }] },
      ],
    });
  });

  it('says when there is none', async () => {
    keep(['new_titles', 5]);
    expect((await run(['--rejected'])).stdout).toBe('no titles were given up\n');
    expect((await run(['--rejected', '--retry', '--yes'])).stdout).toBe('no titles were given up\n');
  });

  it('resets them with --retry', async () => {
    keep(['new_titles', 5]);
    rejected('new_titles', 8, { notFoundRuns: 2 });
    rejected('releases', 9, { status: 'unknown' });

    const { code, stdout, stderr, io } = await run(['--rejected', '--retry'], { answers: ['y'] });

    expect(io.questions).toEqual(['Reset 2 titles to waiting? [y/N] ']);
    expect(stderr).toBe('2 titles, at most 4 credits\n');
    const anew = { since: '2026-11-25T06:00:00.000Z', runs: 0, notFoundRuns: 0, countedRuns: [] };
    expect(table.all()).toEqual([
      deferredTitle('new_titles', 5),
      deferredTitle('new_titles', 8, anew),
      deferredTitle('releases', 9, anew),
    ]);
    expect(table.all().every((item) => DeferredItem(item))).toBe(true);
    expect(stdout).toBe("2 titles wait again: the next run over their feed's open window asks for them\n");
    expect(started()).toEqual([]);
    expect(code).toBe(0);
  });

  it('does not change a title that a run has deferred or published meanwhile', async () => {
    rejected('new_titles', 8);
    let others = 1;
    table.beforeWrite = () => {
      if (others === 0) return;
      others -= 1;
      // A feed listed it again, and it could not be had.
      keep(['new_titles', 8, { runs: 1, since: '2026-11-25T05:59:00Z' }]);
    };

    const { code, stdout } = await run(['--rejected', '--retry', '--yes', '--json']);

    expect(table.all()).toEqual([deferredTitle('new_titles', 8, { runs: 1, since: '2026-11-25T05:59:00Z' })]);
    expect(JSON.parse(stdout)).toEqual({
      waitAgain: [],
      changedMeanwhile: [{ feed: 'new_titles', titleId: 8 }],
    });
    expect(code).toBe(0);
  });
});
