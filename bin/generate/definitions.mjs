import { readdir, readFile } from 'node:fs/promises';

const SUFFIX = '.schema.json';

/** Members that do not affect validation. */
const ANNOTATIONS = new Set(['title', 'description']);

/**
 * Collects every schema and definition of a folder in one flat list by title, so that each becomes exactly one type and
 * one function. References point into that list: `#/$defs/TITLE`.
 *
 * @param transform maps each node of a schema, from the leaves up, after its references were changed
 */
export async function collectDefinitions(folder, transform) {
  const titleOf = new Map();
  const definitions = {};
  const files = (await readdir(folder)).filter((file) => file.endsWith(SUFFIX)).sort();
  const schemas = await Promise.all(
    files.map(async (file) => [file, JSON.parse(await readFile(folder + file, 'utf8'))]),
  );
  for (const [file, schema] of schemas) {
    titleOf.set(file, schema.title);
    for (const [name, definition] of Object.entries(schema.$defs ?? {})) {
      titleOf.set(`${file}#/$defs/${name}`, definition.title);
    }
  }
  for (const [file, { $id, $schema, $defs = {}, ...schema }] of schemas) {
    const flat = (node) => flatten(node, { file, titleOf, transform });
    for (const definition of Object.values($defs)) definitions[definition.title] = flat(definition);
    if (schema.type ?? schema.oneOf) definitions[schema.title] = flat(schema);
  }
  return definitions;
}

function flatten(node, context) {
  if (Array.isArray(node)) return node.map((item) => flatten(item, context));
  if (typeof node !== 'object' || node === null) return node;
  const { file, titleOf, transform } = context;
  const flat = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, flatten(value, context)]));
  if (typeof node.$ref === 'string') {
    const address = node.$ref.startsWith('#') ? file + node.$ref : node.$ref;
    if (!titleOf.has(address)) throw new Error(`${file} refers to ${node.$ref}, which does not exist`);
    flat.$ref = `#/$defs/${titleOf.get(address)}`;
  }
  return transform(flat);
}

/** Returns a schema without its titles and descriptions. */
export function withoutAnnotations(schema) {
  // A property may have that name. It is a schema then, and not a text.
  return Object.fromEntries(
    Object.entries(schema).filter(([key, value]) => !(ANNOTATIONS.has(key) && typeof value === 'string')),
  );
}
