import { nameOf } from '../../workflow/arns.ts';
import type { RootCause } from '../../operate/run/root-cause.ts';
import type { Session } from '../session.ts';
import { namesOfTitles, type TitleNames } from '../title-names.ts';
import type { RunResult } from './run-result.ts';

/**
 * Finds the names of the titles in the report of an ending.
 *
 * @param others further titles in it @default none
 */
export function namesOfEnding(
  session: Pick<Session, 'sfn' | 'io' | 'printer'>,
  { executionArn, summary }: RunResult,
  causes: readonly RootCause[],
  others: readonly number[] = [],
): Promise<TitleNames> {
  const setAside = summary?.setAside.map(({ titleId }) => titleId) ?? [];
  const affected = causes.flatMap(({ titleIds }) => titleIds);
  return namesOfTitles(session, [...setAside, ...affected, ...others], nameOf(executionArn));
}
