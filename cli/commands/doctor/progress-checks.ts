import { DescribeTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { SFNClient } from '@aws-sdk/client-sfn';
import { GetParametersCommand, type SSMClient } from '@aws-sdk/client-ssm';
import { FEEDS } from '../../../events/feeds.ts';
import { waitingTitles } from '../../../events/progress.ts';
import { LONG_WAIT_HOURS } from '../../../workflow/retry-policy.ts';
import { nameOf } from '../../../workflow/arns.ts';
import { type ClaimHolder, readHolder } from '../../../operate/feeds/claim-holder.ts';
import type { NamedFeed } from '../../../operate/feeds/read-feed.ts';
import { isUsed } from '../../../operate/feeds/read-feed.ts';
import { failed, type Finding, ok, warning } from '../../findings/check.ts';
import { hasName } from '../../../operate/native-error.ts';
import { duration } from '../../render/duration.ts';
import { formatMoment } from '../../../operate/format/moment.ts';
import { counted } from '../../../operate/format/plural.ts';
import { judgeAge } from './freshness.ts';
import { HOUR_MS } from '../../../events/instant.ts';

/** The clock difference above which a watermark counts as in the future, in milliseconds. */
const CLOCK_SKEW_MS = 5 * 60_000;

/** The value of an empty parameter of an earlier release. */
const NOTHING = '{"watermark":null,"deferred":[]}';

/** The time for which a title that was given up causes a warning. */
const NEWS_MS = 7 * 24 * HOUR_MS;

/** Checks if the progress table can be used. */
export async function checkTable(client: DynamoDBClient, name: string, deploy: string): Promise<Finding> {
  try {
    const { Table } = await client.send(new DescribeTableCommand({ TableName: name }));
    const status = Table?.TableStatus ?? 'UNKNOWN';
    return status === 'ACTIVE' || status === 'UPDATING'
      ? ok(`${name} is ${status}`)
      : failed(`${name} is ${status}`, 'wait until it is ACTIVE');
  } catch (error) {
    if (hasName(error, 'ResourceNotFoundException')) return failed(`there is no table ${name}`, deploy);
    throw error;
  }
}

/** Checks the watermark of a feed. */
export function judgeWatermark({ feed, watermark }: NamedFeed, now: number): Finding {
  if (watermark === null) {
    return warning(
      `no run over the open window of ${feed} has succeeded yet`,
      '`tvguide start` begins one; a window, titles, types or maxTitles do not move it',
    );
  }
  const at = Date.parse(watermark.watermark);
  const upTo = `${feed} has been ingested up to ${formatMoment(new Date(at))}`;
  if (at - now > CLOCK_SKEW_MS) {
    return warning(
      `${upTo}, which is ${duration(at - now)} in the future`,
      'tvguide start puts it right: a run over the open window does; check the clock of whoever started the run before',
    );
  }
  return judgeAge(
    upTo,
    at,
    now,
    'the next run that succeeds covers all of it; `tvguide why` explains one that failed',
  );
}

/** A holder that Step Functions has deleted. */
const FORGOTTEN: ClaimHolder = { status: 'forgotten', isAtWork: false };

/** Checks the claims of the open windows: the run that has each, and its status. */
export async function checkClaims(client: SFNClient, feeds: readonly NamedFeed[]): Promise<Finding> {
  const told: string[] = [];
  const stuck: string[] = [];
  for (const { feed, claim } of feeds) {
    if (claim === null) continue;
    const name = nameOf(claim.executionArn);
    const { status, isAtWork } = (await readHolder(client, claim)) ?? FORGOTTEN;
    told.push(`${feed}: ${name} ${isAtWork ? 'is at work' : `had it last, and is ${status}`}`);
    if (!isAtWork && status !== 'SUCCEEDED' && status !== FORGOTTEN.status) stuck.push(name);
  }
  if (told.length === 0) return ok('no run has claimed an open window yet');
  const [name] = stuck;
  if (name === undefined) return ok(told.join('; '));
  return warning(
    told.join('; '),
    `\`tvguide why ${name}\` explains it, \`tvguide redrive ${name}\` picks it up; or the next run does its work`,
  );
}

/** Checks if titles have waited longer than successful runs need to fetch them. */
export function judgeWaiting(feeds: readonly NamedFeed[], now: number): Finding {
  const waiting = feeds.flatMap(({ deferred }) => waitingTitles(deferred));
  if (waiting.length === 0) return ok('none');
  const longestMs = now - Math.min(...waiting.map(({ since }) => Date.parse(since)));
  const titles = counted(waiting.length, 'title waits', 'titles wait');
  const detail = `${titles} for the next run, the longest for ${duration(Math.max(0, longestMs))}`;
  return longestMs <= LONG_WAIT_HOURS * HOUR_MS
    ? ok(detail)
    : warning(
        detail,
        '`tvguide deferred` says why; `tvguide deferred --retry` fetches them, --forget drops one',
      );
}

/** Checks if titles were given up recently. */
export function judgeRejected(feeds: readonly NamedFeed[], now: number): Finding {
  const rejected = feeds.flatMap(({ deferred }) => deferred.filter(({ status }) => status === 'rejected'));
  if (rejected.length === 0) return ok('none');
  const isNews = rejected.some(({ deferredAt, since }) => now - Date.parse(deferredAt ?? since) <= NEWS_MS);
  const detail = `${counted(rejected.length, 'title was', 'titles were')} given up`;
  return isNews
    ? warning(detail, '`tvguide deferred --rejected` says why; with --retry the next run asks for them again')
    : ok(`${detail}, none of them in the last week`);
}

/** Checks if the parameters of an earlier release were migrated to the progress table. */
export async function checkTakenOver(
  client: SSMClient,
  path: string,
  feeds: readonly NamedFeed[],
  deploy: string,
): Promise<Finding> {
  const { Parameters = [] } = await client.send(
    // Missing names are no error: most feeds never run.
    new GetParametersCommand({ Names: FEEDS.map((feed) => `${path}/${feed}`) }),
  );
  const names = Parameters.filter(({ Value = '' }) => Value !== NOTHING).map(({ Name = '' }) => Name);
  const used = new Set(feeds.filter(isUsed).map(({ feed }) => `${path}/${feed}`));
  const left = names.filter((name) => !used.has(name));
  if (left.length > 0) {
    return warning(
      `${left.join(', ')} of an earlier release ${left.length === 1 ? 'was' : 'were'} not taken over into the progress table`,
      `${deploy} takes over what no run has replaced; delete a parameter that is not wanted`,
    );
  }
  return ok(
    names.length === 0 ? 'no parameters' : `${counted(names.length, 'parameter', 'parameters')} taken over`,
  );
}
