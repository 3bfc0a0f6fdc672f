import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { TestRunner } from './runner.mjs';
import { SampleChecker } from './sample.mjs';
import { isSentence } from './texts.mjs';

/**
 * The others test these folders in processes of their own, which run no mutants, or run hundreds of worlds each.
 */
const TEST_FOLDERS = ['test/tasks', 'test/events', 'test/workflow', 'test/local/stepfunctions/interpreter'];

/** They read the source as text, which is another one here. */
const SOURCE_READERS =
  /state their names as literals|has types and validators that are what the schemas generate/;

/** Expressions that were compiled while a mutant was active behave like it for as long as they are kept. */
const EXPRESSION_CACHE = 'local/stepfunctions/interpreter/jsonata/expression-cache.ts';

function createRunner() {
  // The working directory is the sandbox.
  const cwd = process.cwd();
  process.env.NODE_ENV = 'test';
  // The same worlds for each mutant; which is the smallest one that shows it is not asked.
  fc.configureGlobal({ seed: 1, endOnFailure: true });
  return new TestRunner({
    folders: TEST_FOLDERS.map((folder) => join(cwd, folder)),
    store: join(cwd, '.stryker-tests.json'),
    isLeftOut: (id) => SOURCE_READERS.test(id),
    forget: async () => {
      const { EXPRESSIONS } = await import(pathToFileURL(join(cwd, EXPRESSION_CACHE)).href);
      EXPRESSIONS.clear();
    },
  });
}
createRunner.inject = [];

function createChecker() {
  return new SampleChecker(process.env.MUTATION_SAMPLE ?? '');
}
createChecker.inject = [];

/** What stryker.config.mjs names: a test runner, an ignorer of texts, and a checker that takes a sample of the mutants. */
export const strykerPlugins = [
  { kind: 'TestRunner', name: 'in-process', factory: createRunner },
  {
    kind: 'Ignore',
    name: 'sentences',
    value: { shouldIgnore: (path) => (isSentence(path) ? 'a text for people' : undefined) },
  },
  { kind: 'Checker', name: 'sample', factory: createChecker },
];
