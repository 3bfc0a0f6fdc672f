import { nameOf } from '../../workflow/arns.ts';
import type { RootCause } from '../../operate/run/root-cause.ts';
import type { Session } from '../session.ts';
import { namesOfTitles, type TitleNames } from '../title-names.ts';
import type { RunResult } from './run-result.ts';

/** Finds the names of the titles in the report of an ending. */
export function namesOfEnding(
  session: Pick<Session, 'sfn' | 'io' | 'printer'>,
  { executionArn, summary }: RunResult,
  causes: readonly RootCause[],
): Promise<TitleNames> {
  const setAside = summary?.setAside.map(({ titleId }) => titleId) ?? [];
  const affected = causes.flatMap(({ titleIds }) => titleIds);
  return namesOfTitles(session, [...setAside, ...affected], nameOf(executionArn));
}
