import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const IMPORT = /(?:from|import)\s*\(?\s*'(\.[^']+)'/g;

/** The test files below some folders. */
export function listTestFiles(folders) {
  return folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.test.ts'))
      .map((file) => join(folder, file)),
  );
}

/** What a file imports, and what that imports, and so on; itself first. Absolute paths. */
export function importsOf(file, known = new Set()) {
  if (known.has(file)) return known;
  known.add(file);
  for (const [, specifier] of readFileSync(file, 'utf8').matchAll(IMPORT)) {
    if (specifier.endsWith('.ts')) importsOf(resolve(dirname(file), specifier), known);
  }
  return known;
}

/** Test files, those first that are the likeliest to notice a change of a source file. */
export function likeliestFirst(testFiles, sourceFile) {
  return testFiles.toSorted((one, other) => closeness(sourceFile, other) - closeness(sourceFile, one));
}

/** How many words of a source file's path a test file's path has: tests lie in `test` as the source lies in the project. */
function closeness(sourceFile, testFile) {
  const words = new Set(testFile.split(/[/.]/));
  return sourceFile.split(/[/.]/).filter((word) => words.has(word)).length;
}
