import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { FEEDS, isFeed } from '../../../events/feeds.ts';
import type { Names } from '../../../workflow/names.ts';
import { type Check, failed, type Finding, ok, skipped } from '../../findings/check.ts';
import type { DoctorClients } from './clients.ts';
import { createProgressTable } from '../../../tasks/shared/progress/dynamodb-progress.ts';
import type { NamedFeed } from '../../../operate/feeds/read-feed.ts';
import { checkAlarms } from './follow-up-checks.ts';
import { checkLastSuccess, checkSchedule, checkSecret, checkStream } from './operation-checks.ts';
import {
  checkClaims,
  checkTable,
  checkTakenOver,
  judgeRejected,
  judgeWaiting,
  judgeWatermark,
} from './progress-checks.ts';
import { checkItems } from './read-progress.ts';
import { checkConcurrency } from './concurrency.ts';
import { readSweeps } from '../../../operate/feeds/read-sweeps.ts';
import { SWEEP_CHECKS, type SweepSettings } from './sweep-checks.ts';
import { checkBootstrap, checkStack } from './stacks.ts';
import { checkKey, checkPlan, type Credits } from './watchmode.ts';

export interface AwsDoctorOptions {
  /** The names of the deployment. */
  readonly names: Names;
  readonly feed: string;
  /** True if the stage's settings start runs by a schedule. */
  readonly isScheduled: boolean;
  /** The settings of sweeps; undefined if no schedule starts one. */
  readonly sweeps: SweepSettings | undefined;
  readonly watchmodeUrl: string;
  /** True if a credit may be spent to check if the plan includes the feed. */
  readonly spend: boolean;
  /** Epoch milliseconds. */
  readonly now: number;
  /** For command lines in remedies: ` -- --profile streaming`. */
  readonly sameProfile: string;
}

/** Returns the checks of a deployment, in order of set-up. Later checks use the results of earlier ones. */
export function awsChecks(clients: DoctorClients, options: AwsDoctorOptions): Check[] {
  const { cloudFormation, dynamodb, kinesis, lambda, scheduler, secrets, sfn, sns, ssm, sts } = clients;
  const { names, feed, watchmodeUrl, now, sameProfile } = options;
  const deploy = `npm run aws:deploy${sameProfile}`;
  const putKey = `npm run aws:secret${sameProfile}`;
  let outputs: Readonly<Record<string, string>> = {};
  let alarmTopicArn: string | undefined;
  let apiKey: string | undefined;
  let credits: Credits | undefined;
  let hasTable = false;
  let feeds: readonly NamedFeed[] | undefined;
  /** Returns a check of the contents of the progress table. */
  const ofProgress = (
    name: string,
    judge: (found: readonly NamedFeed[]) => Finding | Promise<Finding>,
  ): Check => ({
    name,
    run: async () => (feeds === undefined ? skipped('the progress table cannot be read') : judge(feeds)),
  });
  const ifSwept = (checks: (settings: SweepSettings) => Check[]): Check[] =>
    options.sweeps === undefined ? [] : checks(options.sweeps);
  return [
    {
      name: 'credentials',
      essential: true,
      isDeployment: true,
      run: async () => {
        const { Arn = '', Account = '' } = await sts.send(new GetCallerIdentityCommand({}));
        return ok(`${Arn} in account ${Account}`);
      },
    },
    { name: 'region', isDeployment: true, run: async () => ok(await sts.config.region()) },
    { name: 'bootstrap', isDeployment: true, run: () => checkBootstrap(cloudFormation, sameProfile) },
    {
      name: 'shared stack',
      isDeployment: true,
      run: () =>
        checkStack(cloudFormation, { stackName: names.sharedStack, deploy }, (stack) => {
          alarmTopicArn = stack.outputs['AlarmTopicArn'];
        }),
    },
    {
      name: 'ingestion stack',
      isDeployment: true,
      run: () =>
        checkStack(cloudFormation, { stackName: names.ingestionStack, deploy }, (stack) => {
          ({ outputs } = stack);
        }),
    },
    {
      name: 'catalogue stack',
      isDeployment: true,
      run: () =>
        checkStack(cloudFormation, {
          stackName: names.catalogueStack,
          deploy: `npm run aws:deploy:catalogue${sameProfile}`,
          isOptional: true,
        }),
    },
    {
      name: 'secret',
      run: () =>
        checkSecret(secrets, outputs['WatchmodeApiKeySecretArn'], putKey, (key) => {
          apiKey = key;
        }),
    },
    {
      name: 'Watchmode key',
      run: () =>
        apiKey === undefined
          ? Promise.resolve(skipped('there is no key to try'))
          : checkKey({ baseUrl: watchmodeUrl, apiKey }, putKey, (found) => {
              credits = found;
            }),
    },
    {
      name: 'Watchmode plan',
      run: () => {
        if (apiKey === undefined) return Promise.resolve(skipped('there is no key to try'));
        if (!options.spend) return Promise.resolve(skipped('left out by --no-spend'));
        if (!isFeed(feed)) {
          return Promise.resolve(
            failed(`there is no feed ${feed}`, `set feed to one of ${FEEDS.join(', ')}`),
          );
        }
        return checkPlan({ baseUrl: watchmodeUrl, apiKey }, feed, dayOf(now));
      },
    },
    { name: 'concurrency', run: () => checkConcurrency(lambda, names.stateMachine) },
    {
      name: 'schedule',
      run: () =>
        checkSchedule(scheduler, { name: names.schedule, isWanted: options.isScheduled, remedy: deploy }),
    },
    ...ifSwept(({ sweepSchedule }) =>
      sweepSchedule === ''
        ? []
        : [
            {
              name: 'sweep schedule',
              run: () =>
                checkSchedule(scheduler, {
                  name: names.sweepSchedule,
                  isWanted: options.isScheduled,
                  remedy: deploy,
                }),
            },
          ],
    ),
    {
      name: 'last success',
      run: () => {
        const { StateMachineArn: arn } = outputs;
        return arn === undefined
          ? Promise.resolve(skipped('the ingestion stack is not deployed'))
          : checkLastSuccess(sfn, arn, now);
      },
    },
    {
      name: 'progress table',
      run: async () => {
        const finding = await checkTable(dynamodb, names.progressTable, deploy);
        hasTable = finding.verdict === 'ok';
        return finding;
      },
    },
    {
      name: 'progress items',
      run: () =>
        hasTable
          ? checkItems(createProgressTable(dynamodb, names.progressTable), now, (found) => {
              feeds = found;
            })
          : Promise.resolve(skipped('there is no table to read')),
    },
    ...(feed === 'catalogue'
      ? []
      : [
          ofProgress('watermark', (found) => {
            const ingested = found.find((one) => one.feed === feed);
            return ingested === undefined
              ? failed(`there is no feed ${feed}`, `set feed to one of ${FEEDS.join(', ')}`)
              : judgeWatermark(ingested, now);
          }),
        ]),
    ...ifSwept((settings) => {
      const read = once(() => readSweeps(dynamodb, names.progressTable, now));
      return SWEEP_CHECKS.map(([name, judge]) =>
        ofProgress(name, async (found) => {
          const { watermark = null } = found.find((one) => one.feed === 'catalogue') ?? {};
          return judge({ watermark, sweeps: await read(), settings, credits, now });
        }),
      );
    }),
    ofProgress('open window', (found) => checkClaims(sfn, found)),
    ofProgress('waiting titles', (found) => judgeWaiting(found, now)),
    ofProgress('rejected titles', (found) => judgeRejected(found, now)),
    ofProgress('earlier release', (found) => checkTakenOver(ssm, names.watermarkPath, found, deploy)),
    {
      name: 'alarms',
      run: () =>
        alarmTopicArn === undefined
          ? Promise.resolve(skipped('the shared stack is not deployed'))
          : checkAlarms(sns, alarmTopicArn, deploy),
    },
    { name: 'stream', run: () => checkStream(kinesis, names.stream, deploy) },
  ];
}

/** Returns a function that calls another at most once. */
function once<T>(call: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined;
  return () => (result ??= call());
}

/** Formats a day as `20261124`. */
function dayOf(now: number): string {
  return new Date(now).toISOString().slice(0, 10).replaceAll('-', '');
}
