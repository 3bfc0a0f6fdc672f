import { CREDITS_PER_TITLE } from '../../events/credits.ts';

/** Says what a run costs that publishes nothing: people expect a dry run to be free. */
export function describeCost(input: Readonly<Record<string, unknown>>): string[] {
  if (input['plan'] === true || input['dryRun'] !== true) return [];
  return [
    `a dry run publishes nothing, but it fetches the titles, for ${CREDITS_PER_TITLE} credits each; --plan only counts and prices them`,
  ];
}
