import { formatViolations, type Violation } from '../../events/validate.ts';
import { inputName } from './input-name.ts';

/** The fields of an execution input, with the option for each. */
export const OPTION_OF = {
  window: '--window',
  titleIds: '--title-ids',
  feed: '--feed',
  types: '--types',
  regions: '--regions',
  maxTitles: '--max-titles',
  maxCredits: '--max-credits',
  services: '--services',
  genres: '--genres',
  publishBaseline: '--publish-baseline',
  dryRun: '--dry-run',
  plan: '--plan',
} as const;

/** The names of the fields of an execution input that have an option. */
export type Field = keyof typeof OPTION_OF;

const POINTER = /\/[a-zA-Z]+(?:\/\w+)*/g;

/**
 * Describes what is wrong with an execution input that was made from options and from a file. A field that an option
 * has set is named by the option, another one by its JSON pointer into the file.
 *
 * @param given the fields that options have set
 * @param file the file of `--input`
 */
export function describeViolations(
  violations: readonly Violation[],
  given: ReadonlySet<string>,
  file: string | undefined,
): string {
  const nameOf = (pointer: string) => {
    const [, field = '', part] = pointer.split('/');
    if (!given.has(field) && !(file === undefined && Object.hasOwn(OPTION_OF, field)))
      return file === undefined ? pointer : `${pointer} of ${inputName(file)}`;
    const option = OPTION_OF[field as Field];
    return part === 'start' || part === 'end' ? `the ${part} of ${option}` : option;
  };
  return formatViolations(
    violations.map(({ pointer, problem }) =>
      // The contract has only one rule for the input as a whole.
      pointer === ''
        ? { pointer: `${nameOf('/window')} and ${nameOf('/titleIds')}`, problem: 'exclude each other' }
        : { pointer: nameOf(pointer), problem: problem.replace(POINTER, nameOf) },
    ),
  );
}
