import {
  GetParameterCommand,
  paginateGetParametersByPath,
  PutParameterCommand,
  type SSMClient,
} from '@aws-sdk/client-ssm';
import {
  CorruptProgress,
  decodeProgress,
  encodeProgress,
  type FeedProgress,
} from '../../events/feed-progress.ts';
import { isFeed } from '../../events/feeds.ts';
import type { Feed } from '../../events/types.ts';
import { OperationError } from '../errors.ts';

/** What is kept of a feed between its runs, and where. */
export interface StoredFeed {
  readonly feed: Feed;
  /** The parameter's name. */
  readonly parameter: string;
  /** The parameter's version, one more with each change. */
  readonly version: number;
  readonly progress: FeedProgress;
}

/** How often a change is tried again when somebody else has changed the parameter at the same time. */
const MAX_ATTEMPTS = 5;

/** What a state machine keeps of its feeds, in the Parameter Store: one parameter a feed. */
export class FeedStore {
  constructor(
    readonly client: SSMClient,
    /** What stands before the feed in a parameter's name. */
    readonly path: string,
  ) {}

  /** The feeds that something is kept of, in the order of their names. @throws OperationError for a corrupt parameter */
  async readAll(): Promise<StoredFeed[]> {
    const found: StoredFeed[] = [];
    const pages = paginateGetParametersByPath({ client: this.client }, { Path: this.path });
    for await (const { Parameters = [] } of pages) {
      for (const { Name = '', Value = '', Version = 0 } of Parameters) {
        const feed = Name.slice(this.path.length + 1);
        if (!isFeed(feed)) continue;
        found.push({ feed, parameter: Name, version: Version, progress: decode(Name, Value) });
      }
    }
    return found.sort((a, b) => (a.feed < b.feed ? -1 : 1));
  }

  /**
   * Changes what is kept of a feed. The Parameter Store knows no write on condition. It numbers its versions, though, so
   * that a write of somebody else between our read and our write is seen afterwards: what it wrote is then read again,
   * and the change is made to that.
   *
   * @throws OperationError when that happens again and again
   */
  async change(
    { parameter, version, progress }: StoredFeed,
    change: (progress: FeedProgress) => FeedProgress,
  ): Promise<FeedProgress> {
    let [current, known] = [progress, version];
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
      const next = change(current);
      const { Version = 0 } = await this.client.send(
        new PutParameterCommand({
          Name: parameter,
          Value: encodeProgress(next),
          Type: 'String',
          Overwrite: true,
        }),
      );
      if (Version === known + 1) return next;
      const { Parameter } = await this.client.send(
        new GetParameterCommand({ Name: `${parameter}:${Version - 1}` }),
      );
      [current, known] = [decode(parameter, Parameter?.Value ?? ''), Version];
    }
    throw new OperationError(
      `${parameter} keeps being changed by others: wait until no run is in progress, then try again`,
    );
  }
}

function decode(parameter: string, text: string): FeedProgress {
  try {
    return decodeProgress(text);
  } catch (error) {
    if (!(error instanceof CorruptProgress)) throw error;
    throw new OperationError(
      `the parameter ${parameter} is corrupt: ${error.problem}; correct it, or delete it to begin anew`,
      { cause: error },
    );
  }
}
