// Generates types and validators from JSON Schemas: npm run generate. `--check` only compares them.
import './require-node.mjs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { format as formatted } from 'oxfmt';
import { generateTypes } from './generate/types.mjs';
import { generateDeclarations, generateValidators } from './generate/validators.mjs';

const absolute = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** The options of `npm run format`. The API of oxfmt reads no configuration file. */
const STYLE = JSON.parse(await readFile(absolute('.oxfmtrc.json'), 'utf8'));

/** The schemas, and the files generated from them. */
const TARGETS = [
  {
    schemas: 'events/schemas/',
    types: 'events/types.ts',
    validators: 'events/validators',
    name: 'Contracts',
    description: 'The contracts, by name.',
    // Definitions with a validator of their own.
    more: [
      'CatalogueName',
      'CatalogueRecord',
      'CatalogueRow',
      'ClaimItem',
      'DeferredItem',
      'FetchedTitle',
      'RemovalEvent',
      'TitleEvent',
      'WatermarkItem',
    ],
    // Contracts between states ignore unknown members, so that a run continues across a deployment.
    namesUnknownMembers: false,
  },
  {
    schemas: 'tasks/shared/watchmode/schemas/',
    types: 'tasks/shared/watchmode/responses.ts',
    validators: 'tasks/shared/watchmode/validators',
    name: 'Responses',
    description: 'The answers of Watchmode, by name.',
    more: [],
    namesUnknownMembers: true,
  },
];

/** Returns the titles of the schemas that are contracts themselves. */
async function contractNames(folder) {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.schema.json')).sort();
  const schemas = await Promise.all(
    files.map(async (file) => JSON.parse(await readFile(folder + file, 'utf8'))),
  );
  return schemas.filter((schema) => schema.type ?? schema.oneOf).map(({ title }) => title);
}

/** Returns the path and the text of every generated file. */
async function generate({ types, validators, more, ...target }) {
  const folder = absolute(target.schemas);
  const names = [...(await contractNames(folder)), ...more].sort();
  const format = async (path, text) => {
    const { code, errors } = await formatted(path, text, STYLE);
    if (errors.length > 0) throw new Error(`${path} cannot be formatted: ${errors[0].message}`);
    return [path, code];
  };
  return [
    await format(types, await generateTypes({ ...target, folder })),
    // Not formatted, because nobody reads it.
    [`${validators}.mjs`, await generateValidators({ ...target, folder, names })],
    await format(`${validators}.d.mts`, generateDeclarations({ ...target, names })),
  ];
}

for (const [path, wanted] of (await Promise.all(TARGETS.map(generate))).flat()) {
  if (!process.argv.includes('--check')) {
    await writeFile(absolute(path), wanted);
  } else if ((await readFile(absolute(path), 'utf8').catch(() => '')) !== wanted) {
    process.stderr.write(`${path} is stale: run \`npm run generate\` and commit the result.\n`);
    process.exitCode = 1;
  }
}
