import type { Feed } from '../../events/types.ts';

/** Finds the feed that the deployment of a state machine gives to runs whose input names none. */
export type OwnFeed = (stateMachineArn: string) => Promise<Feed>;
