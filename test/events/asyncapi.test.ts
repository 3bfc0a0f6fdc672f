import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Ajv, type AnySchema } from 'ajv';
import formats from 'ajv-formats';
import fc from 'fast-check';
import asyncApi from '../../events/asyncapi.json' with { type: 'json' };
import { MAGIC } from '../../events/kpl/record.ts';
import { violationsOfEvent } from '../../events/stream-event.ts';
import { findViolations } from '../../events/validate.ts';
import { DEFAULT_SETTINGS } from '../../infra/stages.ts';
import { ATTRIBUTION } from '../../operate/catalogue/attribution.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { eventEntry } from '../../tasks/shared/stream/entry.ts';
import { namesOf } from '../../workflow/names.ts';
import { damaged } from './support/damaged.ts';

const root = join(import.meta.dirname, '../..');
const read = (path: string) => JSON.parse(readFileSync(join(root, path), 'utf8')) as unknown;

/** Compiles the JSON Schema of AsyncAPI 3.1. */
function compileSpecification() {
  const { definitions, ...schema } = read('node_modules/@asyncapi/specs/schemas/3.1.0.json') as {
    readonly definitions: Readonly<Record<string, AnySchema>>;
  };
  // Ajv has draft 7, and refuses a second schema with its id.
  const own = Object.entries(definitions).filter(([id]) => !id.startsWith('http://json-schema.org/'));
  const ajv = new Ajv({ strict: false, allErrors: true });
  formats.default(ajv);
  return ajv.compile({ ...schema, definitions: Object.fromEntries(own) });
}

/** Compiles the schema of a message with nothing but the document itself. */
function compileMessage(name: string) {
  const ajv = new Ajv({ strict: true, strictRequired: false, allowUnionTypes: true });
  ajv.addKeyword('components');
  formats.default(ajv, ['date-time', 'date', 'uri']);
  ajv.addSchema({ $id: 'document', components: asyncApi.components });
  return ajv.compile({ $ref: `document#/components/schemas/${name}` });
}

/** Every value of a key, anywhere in a document. */
function valuesOf(key: string, node: unknown): unknown[] {
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([name, value]) => [
    ...(name === key ? [value as unknown] : []),
    ...valuesOf(key, value),
  ]);
}

const { messages } = asyncApi.components;
const examples = Object.values(messages).flatMap((message) =>
  message.examples.map(({ name, payload }) => ({
    message: message.name as keyof typeof messages,
    name,
    payload: payload as unknown,
  })),
);
const files = (folder: string) => readdirSync(join(root, folder)).filter((file) => file.endsWith('.json'));

describe('events/asyncapi.json', () => {
  const isAsyncApi = compileSpecification();
  const { titles } = asyncApi.channels;

  it('is valid by AsyncAPI 3.1', () => {
    isAsyncApi(asyncApi);

    expect(isAsyncApi.errors ?? []).toEqual([]);
  });

  it.each([
    ['a binding that does not exist', { channels: { titles: { ...titles, bindings: { kinesis: {} } } } }],
    [
      'an unknown action',
      {
        operations: {
          ...asyncApi.operations,
          other: { action: 'publish', channel: { $ref: '#/channels/titles' } },
        },
      },
    ],
    ['a server without a protocol', { servers: { aws: { host: 'localhost' } } }],
    ['a schema that is none', { components: { schemas: { Count: { type: 'whole' } } } }],
  ])('would not be valid with %s', (_, damage) => {
    expect(isAsyncApi({ ...asyncApi, ...damage })).toBe(false);
  });

  it('refers only to itself', () => {
    const references = valuesOf('$ref', asyncApi) as string[];
    const resolve = (reference: string) =>
      reference
        .split('/')
        .slice(1)
        .reduce<unknown>((node, key) => (node as Record<string, unknown> | undefined)?.[key], asyncApi);

    expect(references.length).toBeGreaterThan(20);
    expect(references.filter((reference) => !reference.startsWith('#/') || !resolve(reference))).toEqual([]);
  });

  it('has each file of events/examples/stream-event as an example', () => {
    const folder = 'events/examples/stream-event';

    expect(new Map(examples.map(({ name, payload }) => [`${name}.json`, payload]))).toEqual(
      new Map(files(folder).map((file) => [file, read(join(folder, file))])),
    );
  });

  it.each(examples)('has the example $name, which is a valid $message', ({ message, payload }) => {
    expect(findViolations(message, payload)).toEqual([]);
    expect(compileMessage(message)(payload)).toBe(true);
  });

  it.each(files('events/examples/stream-event/invalid'))('has schemas that refuse invalid/%s', (file) => {
    const { value } = read(join('events/examples/stream-event/invalid', file)) as { value: unknown };

    for (const name of Object.keys(messages)) expect(compileMessage(name)(value)).toBe(false);
  });

  it('has schemas that refuse what the validators refuse', () => {
    const isMessage = Object.keys(messages).map(compileMessage);
    const verdicts = { refused: 0, accepted: 0 };

    fc.assert(
      fc.property(damaged(examples.map(({ payload }) => payload)), (event) => {
        const isValid = violationsOfEvent(event).length === 0;
        verdicts[isValid ? 'accepted' : 'refused'] += 1;

        expect(isMessage.some((isValidBy) => isValidBy(event))).toBe(isValid);
      }),
      { numRuns: 1000 },
    );

    // A damaged event is rarely valid, for example if only an unknown member of its record was added.
    expect(verdicts.refused).toBeGreaterThan(100);
    expect(verdicts.accepted).toBeGreaterThan(10);
  });

  it('describes the stream that is deployed', () => {
    const { partitionKey, aggregation, retentionHours } = titles['x-kinesis'];
    const event = messages.RemovalEvent.examples[0]!.payload as Parameters<typeof eventEntry>[0];

    expect(asyncApi.info.description).toContain(`[Watchmode.com](${ATTRIBUTION.url})`);
    expect(asyncApi.info.description.replaceAll(/\[|\]\(.*?\)/g, '')).toContain(ATTRIBUTION.text);
    expect(asyncApi.info.version).toBe(packageJson.version);
    expect(titles.address).toBe(namesOf('prod').stream);
    expect(titles.description).toContain(`\`${namesOf('STAGE').stream}\``);
    expect(retentionHours.default).toBe(DEFAULT_SETTINGS.streamRetentionHours);
    expect(aggregation.default).toBe(DEFAULT_SETTINGS.recordAggregation);
    expect(aggregation.description).toContain(
      Buffer.from(MAGIC).toString('hex').toUpperCase().match(/../g)!.join(' '),
    );
    expect(partitionKey.location).toBe('$message.payload#/subject');
    expect(eventEntry(event).partitionKey).toBe(event.subject);
  });
});

describe('docs/events.md', () => {
  const page = readFileSync(join(root, 'docs/events.md'), 'utf8');

  it('explains every field of the events and of what they contain', () => {
    const fields = valuesOf('properties', asyncApi.components.schemas).flatMap((properties) =>
      Object.keys(properties as object),
    );

    expect(fields).toContain('posterMedium');
    expect(
      fields.filter((field) => !new RegExp(`^ *- \`${field}\` \\(.+\\):\\s+\\w`, 'ms').test(page)),
    ).toEqual([]);
  });

  it('has lines of at most 120 characters', () => {
    expect(page.split('\n').filter((line) => line.length > 120)).toEqual([]);
  });
});
