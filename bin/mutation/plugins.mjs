import { strykerPlugins as jestPlugins } from '@stryker-mutator/jest-runner';
import { FileByFileRunner } from './runner.mjs';
import { SampleChecker } from './sample.mjs';
import { isSentence } from './texts.mjs';

const [jestPlugin] = jestPlugins;

function createRunner(injector) {
  const options = injector.resolve('options');
  const runner = (enableFindRelatedTests) =>
    jestPlugin.factory(
      injector.provideValue('options', { ...options, jest: { ...options.jest, enableFindRelatedTests } }),
    );
  // The working directory is the sandbox.
  return new FileByFileRunner({
    jest: runner(false),
    related: runner(true),
    store: '.stryker-test-files.json',
  });
}
createRunner.inject = ['$injector'];

/** What stryker.config.mjs names: a test runner, an ignorer of texts, and a checker that takes a sample of the mutants. */
export const strykerPlugins = [
  { kind: jestPlugin.kind, name: 'jest-file-by-file', factory: createRunner },
  {
    kind: 'Ignore',
    name: 'sentences',
    value: { shouldIgnore: (path) => (isSentence(path) ? 'a text for people' : undefined) },
  },
  { kind: 'Checker', name: 'sample', factory: () => new SampleChecker(process.env.MUTATION_SAMPLE ?? '') },
];
