import type { Feed } from '../../events/types.ts';
import { UsageError } from '../../operate/errors.ts';
import { findInputViolations } from '../../operate/executions/input-violations.ts';
import type { Io } from '../../operate/io.ts';
import { type GivenWindow, windowOf } from '../parse/window.ts';
import { describeViolations, type Field, OPTION_OF } from './describe-violations.ts';
import { readExecutionInput } from './read-input.ts';

/** The options for the fields of an execution input. Default: the settings of the deployment. */
export interface InputOptions {
  /** A JSON file, or `-` for standard input. The other options replace its fields. */
  readonly input?: string;
  readonly window?: GivenWindow;
  readonly titleIds?: readonly number[];
  readonly feed?: string;
  readonly types?: readonly string[];
  readonly regions?: readonly string[];
  readonly maxTitles?: number;
  readonly maxCredits?: number;
  /** Names or IDs. */
  readonly services?: readonly (string | number)[];
  /** Names or IDs. */
  readonly genres?: readonly (string | number)[];
  readonly publishBaseline?: boolean;
  readonly dryRun?: boolean;
  /** True to end after the listing. */
  readonly plan?: boolean;
}

const FIELDS = Object.keys(OPTION_OF) as readonly Field[];

/**
 * Builds the execution input from the options and checks it against its contract and the rules of the first task,
 * before any service is called.
 *
 * @param unlessGiven the base of the input if there is no file
 * @param deploymentFeed the feed of the deployment. Default: unknown
 * @throws UsageError that lists every violation, in the words of the options
 */
export async function buildExecutionInput(
  options: InputOptions,
  io: Pick<Io, 'cwd' | 'interrupted' | 'now'>,
  unlessGiven: Readonly<Record<string, unknown>> = {},
  deploymentFeed?: Feed,
): Promise<Readonly<Record<string, unknown>>> {
  const base =
    options.input === undefined
      ? unlessGiven
      : (JSON.parse(await readExecutionInput(options.input, io)) as Record<string, unknown>);
  const { window } = options;
  const values = { ...options, window: window === undefined ? undefined : windowOf(window, io.now()) };
  const fields = FIELDS.flatMap((field) => {
    const value = values[field];
    return value === undefined ? [] : [[field, value] as const];
  });
  // A file was checked when it was read, and a scheduled event has a different contract.
  if (fields.length === 0 && base['source'] === 'aws.events') return base;
  const input = { ...base, ...Object.fromEntries(fields) };
  const violations = findInputViolations(input, io.now(), deploymentFeed);
  if (violations.length > 0) {
    throw new UsageError(
      describeViolations(violations, new Set(fields.map(([field]) => field)), options.input),
    );
  }
  return input;
}
