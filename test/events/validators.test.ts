import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import fc from 'fast-check';
import { describeViolations, violationsOf, type Violation } from '../../events/validate.ts';
import * as contracts from '../../events/validators.mjs';
import * as responses from '../../tasks/shared/watchmode/validators.mjs';
import { damaged } from './support/damaged.ts';

const root = join(import.meta.dirname, '../..');

type Schema = {
  readonly $id: string;
  readonly title: string;
  readonly $defs?: Readonly<Record<string, { readonly title?: string }>>;
};

function readSchemas(folder: string): Schema[] {
  return readdirSync(join(root, folder)).map(
    (file) => JSON.parse(readFileSync(join(root, folder, file), 'utf8')) as Schema,
  );
}

/** Compiles the schemas with Ajv, each as JSON Schema 2020-12. */
function compile(folder: string) {
  const schemas = readSchemas(folder);
  const ajv = new Ajv2020({
    allErrors: true,
    strict: true,
    strictRequired: false,
    allowUnionTypes: true,
    inlineRefs: false,
  });
  formats.default(ajv, ['date-time', 'date', 'uri']);
  ajv.addSchema(schemas);
  /** The address of each schema and of each named part. */
  const addresses = new Map(
    schemas.flatMap(({ $id, title, $defs = {} }) => [
      ...Object.entries($defs).map(([key, part]) => [part.title, `${$id}#/$defs/${key}`] as const),
      [title, $id] as const,
    ]),
  );
  return (name: string, value: unknown): readonly ErrorObject[] => {
    const validate = ajv.getSchema(addresses.get(name) ?? name)!;
    return validate(value) === true ? [] : (validate.errors ?? []);
  };
}

/** The examples: valid values, and values with one fault. */
const examples = readdirSync(join(root, 'events/examples'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.json'))
  .map((file) => JSON.parse(readFileSync(join(root, 'events/examples', file), 'utf8')) as unknown)
  .flatMap((example) => [example, (example as { value?: unknown }).value]);

const answers: unknown[] = [
  { quota: 2_500, quotaUsed: 3 },
  { titles: [1, 2], page: 1, total_results: 2, total_pages: 1 },
  { releases: [{ id: 1, title: 'x', source_release_date: '2026-11-24' }] },
  {
    id: 1,
    title: 'x',
    type: 'movie',
    release_date: '',
    genres: [1],
    sources: [{ source_id: 1, name: 'x', type: 'sub', region: 'GB', price: 1 }],
  },
];

/** The rules whose violations do not have the words of Ajv. */
const REWORDED = ['additionalProperties', 'const', 'enum', 'if', 'not', 'uniqueItems'];

/** The rule that is generated in another form so that its violation names the keys. It ignores values that are no object. */
const asGenerated =
  (value: unknown) =>
  (violation: Violation): Violation[] => {
    if (violation.problem !== 'breaks the rule not') return [violation];
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    const problem = 'has keys that exclude each other: give one of window, titleIds';
    return isObject ? [{ ...violation, problem }] : [];
  };

/** Ignores which two of three equal items are named, and duplicates among invalid items. */
function withoutPairs(violations: readonly Violation[]): Violation[] {
  const isOfItems = (pointer: string) => violations.some((other) => other.pointer.startsWith(`${pointer}/`));
  return violations
    .map(({ pointer, problem }) => ({
      pointer,
      problem: problem.replace(/ \(items ## \d+ and \d+ are identical\)/, ''),
    }))
    .filter(({ pointer, problem }) => problem !== 'must NOT have duplicate items' || !isOfItems(pointer));
}

describe('the generated validators', () => {
  it.each([
    ['events/schemas', contracts, examples],
    ['tasks/shared/watchmode/schemas', responses, answers],
  ] as const)('report the same violations as Ajv for %s', (folder, validators, values) => {
    const findErrors = compile(folder);
    const names = Object.keys(validators);

    fc.assert(
      fc.property(fc.constantFrom(...names), damaged(values), (name, value) => {
        const validator = validators[name as keyof typeof validators];
        const errors = findErrors(name, value);

        expect(withoutPairs(violationsOf(validator, value))).toEqual(
          withoutPairs(describeViolations(errors, value).flatMap(asGenerated(value))),
        );
        for (const error of errors.filter(({ keyword }) => !REWORDED.includes(keyword))) {
          const { instancePath: pointer, message: problem } = error;
          expect(describeViolations([error], value)).toEqual([{ pointer, problem }]);
        }
      }),
      { numRuns: 800 },
    );
  });
});
