import { readLocalEndpoints } from '../../../operate/endpoints/local-endpoints.ts';

/** The first title of the stand-in's catalogue, which `up --titles 1` has, too: Breaking Bad. */
export const STAND_IN_TITLE = 9_000_001;

/** The title of a dry run on this machine: one of the stand-in's, unless `up --live` calls Watchmode itself. */
export async function defaultLocalTitle(cwd: string, probeTitleId: number): Promise<number> {
  const endpoints = await readLocalEndpoints(cwd);
  const isLive = endpoints?.watchmode !== undefined && endpoints.watchmodeControl === undefined;
  return isLive ? probeTitleId : STAND_IN_TITLE;
}
