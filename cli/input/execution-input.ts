import { findRuleViolations } from '../../events/execution-input-rules.ts';
import type { Window } from '../../events/types.ts';
import { conformsTo, findViolations, formatViolations } from '../../events/validate.ts';
import { UsageError } from '../../operate/errors.ts';
import type { Io } from '../../operate/io.ts';
import { readExecutionInput } from './read-input.ts';

/** The options for the fields of an execution input. Default: the settings of the deployment. */
export interface InputOptions {
  /** A JSON file. The other options replace its fields. */
  readonly input?: string;
  readonly window?: Window;
  readonly titleIds?: readonly number[];
  readonly feed?: string;
  readonly types?: readonly string[];
  readonly regions?: readonly string[];
  readonly maxTitles?: number;
  readonly dryRun?: boolean;
}

/** The default feed of the deployment is not known here. This feed supports every option. */
const FEED_WITH_EVERYTHING = 'new_titles';

/** The fields of the contract with an option of the same name. */
const FIELDS = [
  'window',
  'titleIds',
  'feed',
  'types',
  'regions',
  'maxTitles',
  'dryRun',
] as const satisfies readonly (keyof InputOptions)[];

/**
 * Builds the execution input from the options and checks it against its contract and the rules of the first task,
 * before any service is called.
 *
 * @param unlessGiven the base of the input if there is no file
 * @throws UsageError that lists every violation
 */
export async function buildExecutionInput(
  options: InputOptions,
  io: Pick<Io, 'cwd' | 'interrupted' | 'now'>,
  unlessGiven: Readonly<Record<string, unknown>> = {},
): Promise<Readonly<Record<string, unknown>>> {
  const base =
    options.input === undefined
      ? unlessGiven
      : (JSON.parse(await readExecutionInput(options.input, io)) as Record<string, unknown>);
  const fields = FIELDS.flatMap((field) => {
    const value = options[field];
    return value === undefined ? [] : [[field, value] as const];
  });
  // A file was checked when it was read, and a scheduled event has a different contract.
  if (fields.length === 0 && base['source'] === 'aws.events') return base;
  const input = { ...base, ...Object.fromEntries(fields) };
  const violations = conformsTo('ExecutionInput', input)
    ? findRuleViolations(input, io.now(), FEED_WITH_EVERYTHING)
    : findViolations('ExecutionInput', input);
  if (violations.length > 0) {
    throw new UsageError(`this is not an execution input: ${formatViolations(violations)}`);
  }
  return input;
}
