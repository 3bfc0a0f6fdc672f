import { DEFAULT_FEED, isFeed } from '../events/feeds.ts';
import type { OwnFeed } from '../operate/feeds/own-feed.ts';
import { readLocalEndpoints } from '../operate/endpoints/local-endpoints.ts';
import type { Io } from '../operate/io.ts';
import { nameOf } from '../workflow/arns.ts';
import { PLAIN_NAMES } from '../workflow/names.ts';
import { readDeploymentContext } from './deployment-context.ts';

/** Finds the feed of runs whose input names none: of the running `tvguide up`, or in the settings of the stage. */
export function ownFeedFrom({ isLocal }: { readonly isLocal: boolean }, { cwd }: Pick<Io, 'cwd'>): OwnFeed {
  return async (stateMachineArn) => {
    const { feed = DEFAULT_FEED } = isLocal
      ? ((await readLocalEndpoints(cwd)) ?? {})
      : await readDeploymentContext(cwd, stageOf(nameOf(stateMachineArn)));
    return isFeed(feed) ? feed : DEFAULT_FEED;
  };
}

/** Returns the stage whose name a state machine ends in; undefined for one without. */
function stageOf(stateMachine: string): string | undefined {
  const prefix = `${PLAIN_NAMES.stateMachine}-`;
  return stateMachine.startsWith(prefix) ? stateMachine.slice(prefix.length) : undefined;
}
