import { Ajv } from 'ajv';
import codegen from 'ajv/dist/compile/codegen/index.js';
import standalone from 'ajv/dist/standalone/index.js';
import formats from 'ajv-formats';
import { collectDefinitions, withoutAnnotations } from './definitions.mjs';

const { _, and, getProperty, stringify } = codegen;

/**
 * Generates a module with functions that validate values against the schemas of a folder. It needs no schema compiler:
 * a Lambda function that compiles its schemas takes five times as long for its first answer.
 *
 * @param names the titles of the exported definitions
 */
export async function generateValidators({ schemas, folder, names }) {
  const $defs = await collectDefinitions(folder, asRule);
  for (const definition of Object.values($defs)) markScalarItems(definition, $defs);
  const ajv = new Ajv({
    allErrors: true,
    strict: true,
    // strictRequired does not look into the branches of a union, which name its required keys.
    strictRequired: false,
    allowUnionTypes: true,
    // events/validate.ts writes the messages, once for all rules.
    messages: false,
    // One function per definition, even with many references to it.
    inlineRefs: false,
    code: { source: true, esm: true },
  });
  formats.default(ajv, ['date-time', 'date', 'uri']);
  ajv.addKeyword(EXCLUSIVE);
  ajv.addSchema({ $id: 'all', $defs });
  const code = standalone.default(ajv, Object.fromEntries(names.map((name) => [name, `all#/$defs/${name}`])));
  return [
    `/* Generated from ${schemas.slice(0, -1)} by \`npm run generate\`; change the schemas, not this file. */`,
    ...withImports(code),
    '',
  ].join('\n');
}

/** Generates the type declarations of that module. */
export function generateDeclarations({ schemas, names }) {
  return [
    `/* Generated from ${schemas.slice(0, -1)} by \`npm run generate\`; change the schemas, not this file. */`,
    "import type { ErrorObject } from 'ajv';",
    '',
    '/** True if a value matches its schema. If not, `errors` of the function names the faults. */',
    'export interface Validator {',
    '  (value: unknown): boolean;',
    '  errors?: null | SchemaError[];',
    '}',
    '',
    '/** An error of Ajv, without its message and the place in the schema. */',
    "export type SchemaError = Omit<ErrorObject, 'schemaPath' | 'message'>;",
    '',
    ...names.map((name) => `export const ${name}: Validator;`),
    '',
  ].join('\n');
}

/** A keyword for `not: {required: [...]}` whose error contains the keys. */
const EXCLUSIVE = {
  keyword: 'exclusive',
  type: 'object',
  schemaType: 'array',
  error: {
    params: ({ schema }) => _`{keys: ${stringify(schema)}}`,
  },
  code(context) {
    const { data, schema } = context;
    context.fail(and(...schema.map((key) => _`${data}${getProperty(key)} !== undefined`)));
  },
};

function asRule({ $schema, $id, ...schema }) {
  const { not, ...rule } = withoutAnnotations(schema);
  return not === undefined ? rule : { ...rule, exclusive: not.required };
}

/** Inlines the type of scalar items, because Ajv otherwise compares all pairs of unique items. */
function markScalarItems(node, $defs) {
  if (typeof node !== 'object' || node === null) return;
  if (node.uniqueItems === true && typeof node.items?.$ref === 'string') {
    const { type } = $defs[node.items.$ref.replace('#/$defs/', '')];
    if (type === 'integer' || type === 'string') node.items.type = type;
  }
  for (const child of Object.values(node)) markScalarItems(child, $defs);
}

/** A limit on errors. Ajv collects one for each of a million wrong items, and copies all of them for each new one. */
const ADD_ERROR = `
const MAX_ERRORS = 1000;
function addError(errors, error) {
  if (errors === null) return [error];
  if (errors.length < MAX_ERRORS) errors.push(error);
  return errors;
}`.trim();

/** Replaces the `require` calls that Ajv writes even into a module, and puts each function on one line. */
function withImports(code) {
  const imports = [];
  const body = code
    .replaceAll(/const (\w+) = require\("([^"]+)"\)((?:\.\w+|\["[^"]+"\])*);/g, (_match, name, path, member) => {
      imports.push(`import ${name}Module from '${path}.js';`);
      return `\nconst ${name} = ${name}Module${member};`;
    })
    .replace('"use strict";', '')
    .replaceAll(
      /if\(vErrors === null\)\{vErrors = \[(err\d+)\];\}else \{vErrors\.push\(\1\);\}/g,
      'vErrors = addError(vErrors, $1);',
    )
    .replaceAll(
      /vErrors = vErrors === null \? (\w+)\.errors : vErrors\.concat\(\1\.errors\);/g,
      'vErrors = $1.errors.reduce(addError, vErrors);',
    )
    // Nobody reads the places in the schemas, which are a tenth of the code.
    .replaceAll(/schemaPath:"[^"]*",/g, '')
    // Nor does a rule read the parent of a value, or the whole.
    .replaceAll('{instancePath="", parentData, parentDataProperty, rootData=data}={}', '{instancePath=""}={}')
    .replaceAll(/,parentData(:[^{}]*?)?,parentDataProperty(:[^{}]*?)?,rootData\}/g, '}')
    .replaceAll(/vErrors\.length = (_errs\d+);/g, 'vErrors.length = Math.min($1, vErrors.length);')
    .replaceAll(/(export const|const schema|const pattern|function) ?/g, '\n$&');
  if (/vErrors\.(push|concat)|parentData|rootData/.test(body)) throw new Error('Ajv writes other code than is known');
  return [...imports, ADD_ERROR, body.replaceAll(/\n+/g, '\n').trim()];
}
