import { compile } from 'json-schema-to-typescript';
import { collectDefinitions } from './definitions.mjs';

/** Keywords that cannot be expressed in a type. */
const UNTYPED = new Set(['allOf', 'not', 'if', 'then']);

/** True for hundreds of countries, whose type is `string`. */
const isLongChoice = (key, value) => key === 'enum' && value.length > 100;

/** Returns a schema without keywords that cannot be expressed in a type, and without descriptions of references. */
function asType(schema) {
  if (typeof schema.$ref === 'string') return { $ref: schema.$ref };
  const flat = Object.fromEntries(
    Object.entries(schema).filter(([key, value]) => !UNTYPED.has(key) && !isLongChoice(key, value)),
  );
  const isOpen = Object.keys(flat).every((key) => key === 'description') && 'description' in flat;
  return isOpen ? { ...flat, tsType: 'unknown' } : flat;
}

/** Generates the TypeScript types of all schemas in a folder. */
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
      // A schema accepts other members by default. The type omits them if code must not read them.
      additionalProperties: namesUnknownMembers,
    },
  );
}
