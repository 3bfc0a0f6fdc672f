// Generates from JSON Schemas the types, the validators and the description of the stream: npm run generate. `--check` only
// compares them.
import './require-node.mjs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { format as formatted } from 'oxfmt';
import { renderAsyncApi } from './generate/asyncapi-page.mjs';
import { generateAsyncApi } from './generate/asyncapi.mjs';
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
      'DepartureEvent',
      'FetchedTitle',
      'GenreEvent',
      'ReferenceItem',
      'ReferenceRequestItem',
      'RegionEvent',
      'RemovalEvent',
      'SectionItem',
      'SourceEvent',
      'SweepPageItem',
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

async function format(path, text) {
  const { code, errors } = await formatted(path, text, STYLE);
  if (errors.length > 0) throw new Error(`${path} cannot be formatted: ${errors[0].message}`);
  return [path, code];
}

/** Returns the path and the text of the types and validators of a folder of schemas. */
async function generateContracts({ types, validators, more, ...target }) {
  const folder = absolute(target.schemas);
  const names = [...(await contractNames(folder)), ...more].sort();
  return [
    await format(types, await generateTypes({ ...target, folder })),
    // Not formatted, because nobody reads it.
    [`${validators}.mjs`, await generateValidators({ ...target, folder, names })],
    await format(`${validators}.d.mts`, generateDeclarations({ ...target, names })),
  ];
}

/** Returns the path and the text of the description of the stream, for programs and for people. */
async function generateStreamDescription() {
  const { version } = JSON.parse(await readFile(absolute('package.json'), 'utf8'));
  const document = await generateAsyncApi({
    folder: absolute('events/schemas/'),
    examples: absolute('events/examples/stream-event/'),
    version,
  });
  return [
    await format('events/asyncapi.json', JSON.stringify(document, null, 2)),
    await format('docs/events.md', renderAsyncApi(document)),
  ];
}

const generated = await Promise.all([...TARGETS.map(generateContracts), generateStreamDescription()]);

for (const [path, wanted] of generated.flat()) {
  if (!process.argv.includes('--check')) {
    await writeFile(absolute(path), wanted);
  } else if ((await readFile(absolute(path), 'utf8').catch(() => '')) !== wanted) {
    process.stderr.write(`${path} is stale: run \`npm run generate\` and commit the result.\n`);
    process.exitCode = 1;
  }
}
