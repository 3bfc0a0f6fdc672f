import { Ajv } from 'ajv';
import codegen from 'ajv/dist/compile/codegen/index.js';
import standalone from 'ajv/dist/standalone/index.js';
import formats from 'ajv-formats';
import { collectDefinitions, withoutAnnotations } from './definitions.mjs';

const { _, and, getProperty, stringify } = codegen;

/**
 * Functions that check values against the schemas of a folder, as a module without a compiler: a Lambda function that
 * compiles its schemas itself needs five times the time for its first answer.
 *
 * @param names which definitions are exported, by their titles; the others are there for these
 */
export async function generateValidators({ schemas, folder, names }) {
  const $defs = await collectDefinitions(folder, asRule);
  for (const definition of Object.values($defs)) markScalarItems(definition, $defs);
  const ajv = new Ajv({
    allErrors: true,
    strict: true,
    // Required keys of a union are named in its branches, which strictRequired does not see.
    strictRequired: false,
    allowUnionTypes: true,
    // A definition is one function, however often it is referred to.
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

/** The types of such a module. */
export function generateDeclarations({ schemas, names }) {
  return [
    `/* Generated from ${schemas.slice(0, -1)} by \`npm run generate\`; change the schemas, not this file. */`,
    "import type { ErrorObject } from 'ajv';",
    '',
    '/** Whether a value keeps its schema; if not, `errors` of the function says where. */',
    'export interface Validator {',
    '  (value: unknown): boolean;',
    '  errors?: null | ErrorObject[];',
    '}',
    '',
    ...names.map((name) => `export const ${name}: Validator;`),
    '',
  ].join('\n');
}

/** `not: {required: [...]}`, with an error that has the keys. */
const EXCLUSIVE = {
  keyword: 'exclusive',
  type: 'object',
  schemaType: 'array',
  error: {
    message: 'must not have all of these keys',
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

/** Ajv compares all pairs of items unless it is told, without a reference, that they are numbers or texts. */
function markScalarItems(node, $defs) {
  if (typeof node !== 'object' || node === null) return;
  if (node.uniqueItems === true && typeof node.items?.$ref === 'string') {
    const { type } = $defs[node.items.$ref.replace('#/$defs/', '')];
    if (type === 'integer' || type === 'string') node.items.type = type;
  }
  for (const child of Object.values(node)) markScalarItems(child, $defs);
}

/**
 * Ajv keeps an error for each of a million wrong items, and copies all of them for each further one: so many are
 * enough to say what is wrong.
 */
const ADD_ERROR = `
const MAX_ERRORS = 1000;
function addError(errors, error) {
  if (errors === null) return [error];
  if (errors.length < MAX_ERRORS) errors.push(error);
  return errors;
}`.trim();

/** Ajv writes `require` even into a module. One function is one line. */
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
    .replaceAll(/vErrors\.length = (_errs\d+);/g, 'vErrors.length = Math.min($1, vErrors.length);')
    .replaceAll(/(export const|const schema|const pattern|function) ?/g, '\n$&');
  if (/vErrors\.(push|concat)/.test(body)) throw new Error('Ajv collects errors in another way than is known');
  return [...imports, ADD_ERROR, body.replaceAll(/\n+/g, '\n').trim()];
}
