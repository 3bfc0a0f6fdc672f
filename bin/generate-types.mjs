// Writes types from JSON Schemas, so that each type has one source. `--check` only compares.
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { compile } from 'json-schema-to-typescript';
import * as prettier from 'prettier';

/** Which schemas become which types. */
export const TARGETS = [
  {
    schemas: 'events/schemas/',
    types: 'events/types.ts',
    name: 'Contracts',
    description: 'Every contract by its name.',
  },
  {
    schemas: 'tasks/shared/watchmode/schemas/',
    types: 'tasks/shared/watchmode/responses.ts',
    name: 'Responses',
    description: "Every answer of Watchmode's by its name.",
  },
];
const SUFFIX = '.schema.json';

const absolute = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** Every schema and every definition in one flat list by title, so that each becomes exactly one type. */
async function collectDefinitions(schemasFolder) {
  const titleOf = new Map();
  const definitions = {};
  const files = (await readdir(schemasFolder)).filter((file) => file.endsWith(SUFFIX)).sort();
  const schemas = await Promise.all(
    files.map(async (file) => [file, JSON.parse(await readFile(schemasFolder + file, 'utf8'))]),
  );
  for (const [file, schema] of schemas) {
    titleOf.set(file, schema.title);
    for (const [name, definition] of Object.entries(schema.$defs ?? {})) {
      titleOf.set(`${file}#/$defs/${name}`, definition.title);
    }
  }
  for (const [file, { $id, $schema, $defs = {}, ...schema }] of schemas) {
    const flat = (node) => flatten(node, file, titleOf);
    for (const definition of Object.values($defs)) definitions[definition.title] = flat(definition);
    if (schema.type ?? schema.oneOf) definitions[schema.title] = flat(schema);
  }
  return definitions;
}

/** What has no meaning in a type. */
const UNTYPED = new Set(['allOf', 'not', 'if', 'then']);

/** Hundreds of countries are a text to the compiler: a type of that many names helps nobody. */
const isLongChoice = (key, value) => key === 'enum' && value.length > 100;

/** Points references into the flat list, and drops what has no meaning in a type, and notes beside a reference. */
function flatten(node, file, titleOf) {
  if (Array.isArray(node)) return node.map((item) => flatten(item, file, titleOf));
  if (typeof node !== 'object' || node === null) return node;
  if (typeof node.$ref === 'string') {
    const address = node.$ref.startsWith('#') ? file + node.$ref : node.$ref;
    if (!titleOf.has(address)) throw new Error(`${file} refers to ${node.$ref}, which does not exist`);
    return { $ref: `#/$defs/${titleOf.get(address)}` };
  }
  const entries = Object.entries(node).filter(
    ([key, value]) => !UNTYPED.has(key) && !isLongChoice(key, value),
  );
  const flat = Object.fromEntries(entries.map(([key, value]) => [key, flatten(value, file, titleOf)]));
  const isOpen = Object.keys(flat).every((key) => key === 'description') && 'description' in flat;
  return isOpen ? { ...flat, tsType: 'unknown' } : flat;
}

/** The text that a target's types must have. */
export async function generateTypes({ schemas, types, name, description } = TARGETS[0]) {
  const target = absolute(types);
  const $defs = await collectDefinitions(absolute(schemas));
  const properties = Object.fromEntries(
    Object.keys($defs).map((title) => [title, { $ref: `#/$defs/${title}` }]),
  );
  const code = await compile(
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
    },
  );
  const options = await prettier.resolveConfig(target);
  return prettier.format(code, { ...options, filepath: target });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const target of TARGETS) {
    const wanted = await generateTypes(target);
    if (!process.argv.includes('--check')) {
      await writeFile(absolute(target.types), wanted);
    } else if ((await readFile(absolute(target.types), 'utf8').catch(() => '')) !== wanted) {
      process.stderr.write(`${target.types} is stale: run \`npm run generate\` and commit the result.\n`);
      process.exitCode = 1;
    }
  }
}
