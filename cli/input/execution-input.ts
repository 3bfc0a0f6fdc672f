import { findRuleViolations } from '../../events/execution-input-rules.ts';
import type { Window } from '../../events/types.ts';
import { conformsTo, findViolations, formatViolations } from '../../events/validate.ts';
import { UsageError } from '../../operate/errors.ts';
import type { Io } from '../../operate/io.ts';
import { readExecutionInput } from './read-input.ts';

/** The options that make up an execution input; those not given are left to the deployment's defaults. */
export interface InputOptions {
  /** A JSON file to start from; the other options replace its fields. */
  readonly input?: string;
  readonly window?: Window;
  readonly titleIds?: readonly number[];
  readonly feed?: string;
  readonly types?: readonly string[];
  readonly regions?: readonly string[];
  readonly maxTitles?: number;
  readonly dryRun?: boolean;
}

/** Which feed a deployment reads by default is not known here; this one takes whatever an input may ask for. */
const FEED_WITH_EVERYTHING = 'new_titles';

/** The fields of the contract that an option of the same name sets. */
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
 * The execution input that the options say, checked against its contract, and against the rules that the first task
 * holds it against, before any service is called.
 *
 * @param unlessGiven what the fields are added to where no file is named
 * @throws UsageError that names every place where the input breaks the contract
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
  // A file is checked where it is read, and EventBridge's own event has a contract of its own.
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
