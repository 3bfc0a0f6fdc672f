// Writes events/types.ts from events/schemas: the types have one source. `--check` only compares.
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { compile } from 'json-schema-to-typescript';
import * as prettier from 'prettier';

const schemasFolder = fileURLToPath(new URL('../events/schemas/', import.meta.url));
const target = fileURLToPath(new URL('../events/types.ts', import.meta.url));
const SUFFIX = '.schema.json';

/** Every schema and every definition in one flat list by title, so that each becomes exactly one type. */
async function collectDefinitions() {
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

/** Points references into the flat list, and drops what has no meaning in a type: `not`, and notes beside a reference. */
function flatten(node, file, titleOf) {
  if (Array.isArray(node)) return node.map((item) => flatten(item, file, titleOf));
  if (typeof node !== 'object' || node === null) return node;
  if (typeof node.$ref === 'string') {
    const address = node.$ref.startsWith('#') ? file + node.$ref : node.$ref;
    if (!titleOf.has(address)) throw new Error(`${file} refers to ${node.$ref}, which does not exist`);
    return { $ref: `#/$defs/${titleOf.get(address)}` };
  }
  const entries = Object.entries(node).filter(([key]) => key !== 'allOf' && key !== 'not');
  const flat = Object.fromEntries(entries.map(([key, value]) => [key, flatten(value, file, titleOf)]));
  const isOpen = Object.keys(flat).every((key) => key === 'description') && 'description' in flat;
  return isOpen ? { ...flat, tsType: 'unknown' } : flat;
}

/** The text that events/types.ts must have. */
export async function generateTypes() {
  const $defs = await collectDefinitions();
  const properties = Object.fromEntries(
    Object.keys($defs).map((title) => [title, { $ref: `#/$defs/${title}` }]),
  );
  const code = await compile(
    {
      title: 'Contracts',
      description: 'Every contract by its name.',
      type: 'object',
      properties,
      required: Object.keys(properties),
      additionalProperties: false,
      $defs,
    },
    'Contracts',
    {
      bannerComment:
        '/* Generated from events/schemas by `npm run generate`; change the schemas, not this file. */',
      format: false,
      ignoreMinAndMaxItems: true,
    },
  );
  const options = await prettier.resolveConfig(target);
  return prettier.format(code, { ...options, filepath: target });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const wanted = await generateTypes();
  if (process.argv.includes('--check')) {
    const found = await readFile(target, 'utf8').catch(() => '');
    if (found !== wanted) {
      process.stderr.write('events/types.ts is stale: run `npm run generate` and commit the result.\n');
      process.exitCode = 1;
    }
  } else {
    await writeFile(target, wanted);
  }
}
