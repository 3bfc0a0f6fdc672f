import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import recordSchema from '../../events/schemas/title-record.schema.json' with { type: 'json' };
import { findViolations, type ContractName } from '../../events/validate.ts';
import * as validators from '../../events/validators.mjs';

const examples = join(import.meta.dirname, '../../events/examples');

/** Returns the contract of a folder of examples: ExecutionInput for `execution-input`. */
function contractOf(folder: string): ContractName {
  const name = folder.replace(/(^|-)([a-z])/g, (_, __, letter: string) => letter.toUpperCase());
  if (!(name in validators)) throw new Error(`${folder} is not named after a contract`);
  return name as ContractName;
}

/** Contracts that are part of another contract and have no examples of their own. */
const PARTS: ReadonlySet<string> = new Set([
  'ScheduledEvent',
  'FetchedTitle',
  'WatermarkItem',
  'ClaimItem',
  'DeferredItem',
  'SectionItem',
  'SweepPageItem',
  'ReferenceItem',
  'ReferenceRequestItem',
  'TitleEvent',
  'RemovalEvent',
  'DepartureEvent',
  'SourceEvent',
  'GenreEvent',
  'RegionEvent',
  'CatalogueRecord',
  'CatalogueRow',
  'CatalogueName',
]);

function readJson(...path: string[]): unknown {
  return JSON.parse(readFileSync(join(examples, ...path), 'utf8'));
}

const folders = readdirSync(examples);
const valid = folders.flatMap((folder) =>
  readdirSync(join(examples, folder))
    .filter((file) => file.endsWith('.json'))
    .map((file) => ({ folder, file })),
);
const invalid = folders.flatMap((folder) =>
  readdirSync(join(examples, folder, 'invalid')).map((file) => ({ folder, file })),
);

describe('the examples of the contracts', () => {
  it.each(valid)('$folder/$file is valid', ({ folder, file }) => {
    const value = readJson(folder, file);
    const isScheduledEvent = (value as { source?: unknown }).source === 'aws.events';

    expect(findViolations(isScheduledEvent ? 'ScheduledEvent' : contractOf(folder), value)).toEqual([]);
  });

  it.each(invalid)('$folder/invalid/$file is refused at the place it names', ({ folder, file }) => {
    const { pointer, value } = readJson(folder, 'invalid', file) as { pointer: string; value: unknown };

    const pointers = findViolations(contractOf(folder), value).map((violation) => violation.pointer);

    expect(pointers).toContain(pointer);
  });

  it('show every field of a record', () => {
    expect(Object.keys(readJson('title-record', 'series.json') as object).sort()).toEqual(
      Object.keys(recordSchema.properties).sort(),
    );
  });

  it('covers every contract with a valid and an invalid example', () => {
    const covered = new Set(folders.map(contractOf));
    const missing = Object.keys(validators).filter(
      (name) => !covered.has(name as ContractName) && !PARTS.has(name),
    );

    expect(missing).toEqual([]);
    expect(new Set(invalid.map(({ folder }) => folder))).toEqual(new Set(folders));
  });

  it.each([
    ['watermark', 'WatermarkItem'],
    ['claim', 'ClaimItem'],
    ['deferred', 'DeferredItem'],
    ['section', 'SectionItem'],
    ['page', 'SweepPageItem'],
    ['reference', 'ReferenceItem'],
    ['request', 'ReferenceRequestItem'],
  ] as const)('of the progress table that begin with "%s" are all of type %s', (kind, contract) => {
    const kinds = [
      'WatermarkItem',
      'ClaimItem',
      'DeferredItem',
      'SectionItem',
      'SweepPageItem',
      'ReferenceItem',
      'ReferenceRequestItem',
    ] as const;
    const items = valid.filter(({ folder, file }) => folder === 'progress-item' && file.startsWith(kind));

    expect(items.length).toBeGreaterThan(0);
    for (const { folder, file } of items) {
      const item = readJson(folder, file);
      expect(kinds.filter((name) => findViolations(name, item).length === 0)).toEqual([contract]);
    }
  });
});
