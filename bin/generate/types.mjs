import { compile } from 'json-schema-to-typescript';
import { collectDefinitions } from './definitions.mjs';

/** What has no meaning in a type. */
const UNTYPED = new Set(['allOf', 'not', 'if', 'then']);

/** Hundreds of countries are a text to the compiler: a type of that many names helps nobody. */
const isLongChoice = (key, value) => key === 'enum' && value.length > 100;

/** A schema without what has no meaning in a type, and without notes beside a reference. */
function asType(schema) {
  if (typeof schema.$ref === 'string') return { $ref: schema.$ref };
  const flat = Object.fromEntries(
    Object.entries(schema).filter(([key, value]) => !UNTYPED.has(key) && !isLongChoice(key, value)),
  );
  const isOpen = Object.keys(flat).every((key) => key === 'description') && 'description' in flat;
  return isOpen ? { ...flat, tsType: 'unknown' } : flat;
}

/** Types of all schemas in a folder, as TypeScript. */
export async function generateTypes({ schemas, folder, name, description, namesUnknownMembers }) {
  const $defs = await collectDefinitions(folder, asType);
  const properties = Object.fromEntries(
    Object.keys($defs).map((title) => [title, { $ref: `#/$defs/${title}` }]),
  );
  return compile(
    {
      title: name,
      description,
      type: 'object',
      properties,
      required: Object.keys(properties),
      additionalProperties: false,
      $defs,
    },
    name,
    {
      bannerComment: `/* Generated from ${schemas.slice(0, -1)} by \`npm run generate\`; change the schemas, not this file. */`,
      format: false,
      ignoreMinAndMaxItems: true,
      // A schema that says nothing of other members takes them. Their type is left out where code must not read them.
      additionalProperties: namesUnknownMembers,
    },
  );
}
