// All rules, as CI runs them: `npm run lint:all`. `npm run lint` has Oxlint check them, from .oxlintrc.json, in a tenth of the
// time. Who changes one of the two files changes the other.
import tseslint from 'typescript-eslint';
import jest from 'eslint-plugin-jest';

/** What only a composition root or the clock adapter may touch. */
const AMBIENT = [
  { object: 'process', property: 'env', message: 'Only composition roots read the environment.' },
  { object: 'Date', property: 'now', message: 'Take a Clock: time is a port.' },
  { object: 'Math', property: 'random', message: 'Take a Random: randomness is a port.' },
];
const AMBIENT_SYNTAX = [
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'Take a Clock: time is a port.',
  },
];
const TIMERS = ['setTimeout', 'setInterval', 'setImmediate'].map((name) => ({
  name,
  message: 'Take a Clock: time is a port.',
}));

/** Forbids imports by the folder they come from; `patterns` are matched against the import path as written. */
const forbidImports = (files, group, message) => ({
  files,
  rules: { 'no-restricted-imports': ['error', { patterns: [{ group, message }] }] },
});

export default tseslint.config(
  {
    ignores: [
      'dist/',
      'coverage/',
      'cdk.out/',
      '.local/',
      '.stryker-tmp/',
      'node_modules/',
      '**/validators.mjs',
    ],
  },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // JSON is read through index signatures, which tsconfig asks to be written with brackets.
      '@typescript-eslint/dot-notation': 'off',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // A discriminated union is a type; the rule would turn half of the unions' members into interfaces.
      '@typescript-eslint/consistent-type-definitions': 'off',
      'no-console': 'error',
      eqeqeq: 'error',
      'max-lines': ['error', { max: 400, skipBlankLines: false, skipComments: false }],
    },
  },
  {
    // Generated: nobody reads it from the top to the bottom.
    files: ['events/types.ts', 'tasks/shared/watchmode/responses.ts'],
    rules: { 'max-lines': 'off' },
  },
  {
    files: [
      'events/**',
      'workflow/**',
      'tasks/**',
      'local/**',
      'cli/**',
      'infra/**',
      'bench/**',
      'console/**',
    ],
    ignores: [
      'tasks/*/handler.ts',
      'tasks/shared/adapters/system.ts',
      'local/composition/runtime.ts',
      'cli/main.ts',
      'infra/app.ts',
      'local/stepfunctions/adapters/real-clock.ts',
      'bench/main.ts',
      // Pages have no clock but the browser's.
      'console/web/**',
    ],
    rules: {
      'no-restricted-properties': ['error', ...AMBIENT],
      'no-restricted-syntax': ['error', ...AMBIENT_SYNTAX],
      'no-restricted-globals': ['error', ...TIMERS],
    },
  },
  forbidImports(
    ['events/**'],
    ['**/workflow/**', '**/tasks/**', '**/local/**', '**/cli/**', '**/infra/**', '**/console/**'],
    'events/ imports nothing of ours.',
  ),
  forbidImports(
    ['workflow/**'],
    ['**/events/**', '**/tasks/**', '**/local/**', '**/cli/**', '**/infra/**', '**/console/**'],
    'workflow/ imports nothing of ours.',
  ),
  forbidImports(
    ['tasks/**'],
    ['**/local/**', '**/cli/**', '**/infra/**', '**/console/**'],
    'tasks/ imports events/ and the error names and limits of workflow/ only.',
  ),
  {
    // The client is used by the doctor and the runtime, too, and takes nothing of the tasks with it.
    files: ['tasks/shared/watchmode/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '^\\.\\./(?!errors/|\\.\\./\\.\\./events/)',
              message: 'The client of Watchmode imports events/ and the errors of the tasks only.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['cli/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '/tasks/(?!shared/(watchmode|progress)/)|/infra/(?!stages\\.ts$)',
              message:
                'Of the tasks, cli/ imports the client of Watchmode and the progress table only; of infra/, the settings of the stages.',
            },
          ],
        },
      ],
    },
  },
  forbidImports(
    ['infra/**'],
    ['**/local/**', '**/cli/**', '**/tasks/**', '**/console/**'],
    'infra/ names task entry files by path and never imports local/.',
  ),
  forbidImports(
    ['local/stepfunctions/interpreter/**'],
    [
      'node:*',
      '@aws-sdk/*',
      '**/adapters/**',
      '**/api/**',
      '**/workflow/**',
      '**/tasks/**',
      '**/events/**',
      '**/watchmode/**',
      '**/stream/**',
    ],
    'The interpreter is pure: jsonata and its ports only.',
  ),
  forbidImports(
    [
      'local/stepfunctions/api/**',
      'local/stepfunctions/adapters/**',
      'local/watchmode/**',
      'local/stream/**',
    ],
    ['**/workflow/**', '**/tasks/**', '**/cli/**', '**/infra/**', '**/console/**'],
    'Only local/composition/runtime.ts knows tasks and workflow.',
  ),
  {
    // The pages are bundled for a browser: of the project they know the shapes of what they are told, and nothing else.
    files: ['console/web/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '^(node:|@aws-sdk/)|^(\\.\\./)+(?:cli|events|infra|local|server|tasks|workflow)/',
              message: 'console/web imports the types of console/api.ts and nothing else of the project.',
            },
          ],
        },
      ],
    },
  },
  forbidImports(
    ['console/server/**', 'console/*.ts'],
    ['**/tasks/**', '**/infra/**', '**/local/**', '**/commands/**', '**/render/**', '**/bench/**'],
    'The server of the console knows Step Functions and Kinesis through the libraries of cli/, and no runtime.',
  ),
  forbidImports(
    ['bench/**'],
    ['**/tasks/**', '**/workflow/**', '!**/workflow/tasks.ts', '**/cli/**', '**/infra/**', '**/console/**'],
    'bench/ measures the runtime and the bundles of the table of tasks, and knows nothing else of ours.',
  ),
  forbidImports(
    ['bench/rate-limit*.ts'],
    ['**/cli/**', '**/infra/**', '**/console/**'],
    'The pace is one of the definition and of the tasks: they are measured with the runtime, and with nothing else.',
  ),
  forbidImports(
    ['soak/**'],
    ['**/tasks/**', '**/workflow/**', '**/commands/**', '**/infra/**', '**/console/**', '**/bench/**'],
    'soak/ runs the command as its users do, and reads the stream as it does.',
  ),
  {
    files: ['test/**/*.ts'],
    extends: [jest.configs['flat/recommended']],
    rules: {
      'jest/expect-expect': ['error', { assertFunctionNames: ['expect', 'expect*'] }],
      'jest/no-disabled-tests': 'error',
      'jest/no-commented-out-tests': 'error',
      'jest/no-conditional-expect': 'error',
      // node-fetch, the AWS SDK mock and jest matchers hand out `any`.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  {
    // The suite of a contract: the test of each implementation runs it.
    files: ['test/**/*.contract.ts'],
    rules: { 'jest/no-export': 'off' },
  },
);
