import { paginateGetParametersByPath, type SSMClient } from '@aws-sdk/client-ssm';
import { isFeed } from '../../events/feeds.ts';
import { problemOf } from '../shared/errors/problem-of.ts';
import { ProgressUnavailable } from '../shared/errors/progress-errors.ts';
import type { FeedParameter } from '../shared/progress/take-over.ts';

/**
 * Reads the parameters below a path that are named after feeds.
 *
 * @throws ProgressUnavailable if Systems Manager does not answer
 */
export async function readParameters(client: SSMClient, path: string): Promise<FeedParameter[]> {
  const found: FeedParameter[] = [];
  try {
    for await (const { Parameters = [] } of paginateGetParametersByPath({ client }, { Path: path })) {
      for (const { Name = '', Value = '' } of Parameters) {
        const feed = Name.slice(Name.lastIndexOf('/') + 1);
        if (isFeed(feed)) found.push({ feed, text: Value });
      }
    }
  } catch (cause) {
    throw new ProgressUnavailable(`GetParametersByPath of ${path}`, problemOf(cause), { cause });
  }
  return found;
}
