// Records the definitions and payloads of the version in package.json: npm run record-release. See CONTRIBUTING.md.
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format } from 'oxfmt';
import { runBundled } from './run-bundled.mjs';

if (process.argv.length > 2) {
  // A call for help must not rewrite a release.
  process.stderr.write('Usage: npm run record-release, without arguments\n');
  process.exit(process.argv[2] === '--help' ? 0 : 2);
}

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, 'test/releases/recorded');

/** The number of releases to keep, including this one. */
const KEPT = 2;

const readJson = async (path) => JSON.parse(await readFile(join(root, path), 'utf8'));
const { version } = await readJson('package.json');
const style = await readJson('.oxfmtrc.json');
const { recordRelease } = await runBundled('test/releases/main.ts');

await rm(join(folder, version), { recursive: true, force: true });
for (const [name, text] of Object.entries(await recordRelease())) {
  const path = join(folder, version, name);
  const { code, errors } = await format(path, text, style);
  if (errors.length > 0) throw new Error(`${path} cannot be formatted: ${errors[0].message}`);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, code);
}
process.stdout.write(`recorded ${version}\n`);

const versions = (await readdir(folder)).sort((one, other) =>
  one.localeCompare(other, 'en', { numeric: true }),
);
for (const old of versions.slice(0, -KEPT)) {
  await rm(join(folder, old), { recursive: true });
  process.stdout.write(`removed ${old}\n`);
}
