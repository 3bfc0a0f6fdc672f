import { readLocalEndpoints } from '../../../operate/endpoints/local-endpoints.ts';

/** The first title of the stand-in's catalogue, Breaking Bad, which `up --titles 1` includes. */
export const STAND_IN_TITLE = 9_000_001;

/** Returns the title of a dry run on this machine: a title of the stand-in, or that of the stage with `up --live`. */
export async function defaultLocalTitle(cwd: string, probeTitleId: number): Promise<number> {
  const endpoints = await readLocalEndpoints(cwd);
  const isLive = endpoints?.watchmode !== undefined && endpoints.watchmodeControl === undefined;
  return isLive ? probeTitleId : STAND_IN_TITLE;
}
