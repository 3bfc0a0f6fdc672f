import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { violationsOfEvent } from '../../events/stream-event.ts';
import { conformsTo, findViolations, type ContractName } from '../../events/validate.ts';
import * as validators from '../../events/validators.mjs';

/**
 * A deployment replaces functions while executions are running, so a state can receive the output of an earlier or later
 * release. Readers ignore unknown members. The input that people write refuses them, because they are typing errors.
 */
const examples = join(import.meta.dirname, '../../events/examples');

/**
 * The contracts that refuse unknown members: the input that people write, and the envelope that CloudEvents specifies.
 */
const STRICT: ReadonlySet<ContractName> = new Set([
  'ExecutionInput',
  'StreamEvent',
  'TitleEvent',
  'RemovalEvent',
  'DepartureEvent',
  'SourceEvent',
  'GenreEvent',
  'RegionEvent',
]);

const valid = readdirSync(examples).flatMap((folder) =>
  readdirSync(join(examples, folder))
    .filter((file) => file.endsWith('.json'))
    .map((file) => JSON.parse(readFileSync(join(examples, folder, file), 'utf8')) as unknown),
);
const examplesOf = <Name extends ContractName>(contract: Name) =>
  valid.filter((example) => conformsTo(contract, example));

/** Returns the JSON pointers of all objects in a value. */
function objectsIn(value: unknown, pointer = ''): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.entries(value).flatMap(([key, member]) => objectsIn(member, `${pointer}/${key}`));
  return Array.isArray(value) ? inner : [pointer, ...inner];
}

/** Copies a value and adds a member to the object at a pointer. */
function withMember(value: unknown, pointer: string, name: string, member: unknown): unknown {
  const copy = structuredClone(value) as Record<string, unknown>;
  const keys = pointer.split('/').slice(1);
  const target = keys.reduce((parent, key) => parent[key] as Record<string, unknown>, copy);
  target[name] = member;
  return copy;
}

const contracts = Object.keys(validators) as ContractName[];
/** An example of a contract, one of its objects, and a member unknown to all contracts. */
const additions = (contract: ContractName) =>
  fc.constantFrom(...examplesOf(contract)).chain((example) =>
    fc.record({
      example: fc.constant(example),
      pointer: fc.constantFrom(...objectsIn(example)),
      name: fc.string({ minLength: 1, maxLength: 8 }).map((text) => `x-${text}`),
      member: fc.jsonValue({ maxDepth: 2 }),
    }),
  );

describe('an unknown member', () => {
  it.each(contracts.filter((name) => !STRICT.has(name)))('is ignored in %s at any depth', (contract) => {
    fc.assert(
      fc.property(additions(contract), ({ example, pointer, name, member }) => {
        expect(findViolations(contract, withMember(example, pointer, name, member))).toEqual([]);
      }),
    );
  });

  it('is refused at the top of an execution input and in its window, and named', () => {
    const input = { window: { start: '2026-11-01T00:00:00Z', end: '2026-11-02T00:00:00Z' } };
    fc.assert(
      fc.property(
        fc.constantFrom('', '/window'),
        fc.string({ minLength: 1, maxLength: 8 }).map((text) => `x-${text}`),
        fc.jsonValue({ maxDepth: 2 }),
        (pointer, name, member) => {
          expect(findViolations('ExecutionInput', withMember(input, pointer, name, member))).toEqual([
            { pointer, problem: `has the unknown key ${JSON.stringify(name)}` },
          ]);
        },
      ),
    );
  });

  it('is refused in the envelope of an event, not in its data', () => {
    for (const event of examplesOf('StreamEvent')) {
      expect(violationsOfEvent(withMember(event, '', 'rating', 5))).toHaveLength(1);
    }
    for (const event of examplesOf('StreamEvent').filter(({ data }) => data !== null)) {
      expect(violationsOfEvent(withMember(event, '/data', 'rating', 5))).toEqual([]);
    }
  });
});

describe('a known member', () => {
  it.each(contracts)('is validated in %s beside unknown members', (contract) => {
    const broken = readdirSync(examples).flatMap((folder) =>
      readdirSync(join(examples, folder, 'invalid'))
        .map((file) => readFileSync(join(examples, folder, 'invalid', file), 'utf8'))
        .map((text) => (JSON.parse(text) as { value: unknown }).value)
        .filter((value) => typeof value === 'object' && value !== null),
    );
    const refused = broken.filter((value) => findViolations(contract, value).length > 0);

    expect(refused.length).toBeGreaterThan(0);
    for (const value of refused) {
      expect(findViolations(contract, withMember(value, '', 'x-later', 1))).not.toEqual([]);
    }
  });
});
