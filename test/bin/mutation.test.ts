import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

const folder = join(import.meta.dirname, '../../bin/mutation');
const load = async (file: string): Promise<unknown> => import(join(folder, file));

interface TestFile {
  readonly tests: readonly string[];
  readonly loads: readonly string[];
  readonly ms: number;
}
interface MutantRun {
  readonly activeMutant: { readonly id: string; readonly fileName: string };
  readonly testFilter: readonly string[] | undefined;
}

const { stagesOf } = (await load('test-files.mjs')) as {
  stagesOf: (
    files: Readonly<Record<string, TestFile>>,
    mutant: { id: string; sourceFile: string; tests: readonly string[] },
  ) => { files: string[]; tests: string[] | undefined }[];
};
const { readSample, SampleChecker } = (await load('sample.mjs')) as {
  readSample: (text: string) => (mutantId: string) => boolean;
  SampleChecker: new (text: string) => {
    check: (mutants: readonly { id: string }[]) => Promise<Record<string, { status: string }>>;
  };
};
const { isSentence } = (await load('texts.mjs')) as { isSentence: (path: unknown) => boolean };
const { FileByFileRunner } = (await load('runner.mjs')) as {
  FileByFileRunner: new (parts: { jest: unknown; related: unknown; store: string }) => {
    dryRun: (options: object) => Promise<{ tests: { id: string }[]; mutantCoverage: unknown }>;
    mutantRun: (options: MutantRun) => Promise<unknown>;
  };
};

describe('the test files of a mutant', () => {
  const files = {
    '/s/test/tasks/handlers.test.ts': { tests: ['all'], loads: ['7'], ms: 900 },
    '/s/test/tasks/publish/calls.test.ts': { tests: ['calls', 'none'], loads: [], ms: 50 },
    '/s/test/tasks/publish/batches.test.ts': { tests: ['few', 'many'], loads: ['7'], ms: 400 },
    '/s/test/tasks/list/pages.test.ts': { tests: ['pages'], loads: [], ms: 5 },
  };
  const sourceFile = '/s/tasks/publish/batches.ts';

  it('are those with a test that runs it, the file of its own first, then the nearest and quickest', () => {
    expect(stagesOf(files, { id: '3', sourceFile, tests: ['all', 'calls', 'many', 'pages'] })).toEqual([
      { files: ['/s/test/tasks/publish/batches.test.ts'], tests: ['many'] },
      {
        files: [
          '/s/test/tasks/publish/calls.test.ts',
          '/s/test/tasks/list/pages.test.ts',
          '/s/test/tasks/handlers.test.ts',
        ],
        tests: ['calls', 'pages', 'all'],
      },
    ]);
  });

  it('are all that load it where it runs as its module is loaded, with all their tests', () => {
    expect(stagesOf(files, { id: '7', sourceFile, tests: ['few'] })).toEqual([
      { files: ['/s/test/tasks/publish/batches.test.ts'], tests: undefined },
      { files: ['/s/test/tasks/handlers.test.ts'], tests: undefined },
    ]);
  });

  it('run one, then four, then the rest', () => {
    const many = Object.fromEntries(
      Array.from({ length: 9 }, (_, ms) => [`/s/test/${ms}.test.ts`, { tests: ['t'], loads: [], ms }]),
    );
    const stages = stagesOf(many, { id: '1', sourceFile, tests: ['t'] });

    expect(stages.map((stage) => stage.files.length)).toEqual([1, 4, 4]);
    expect(stagesOf(many, { id: '1', sourceFile, tests: [] })).toEqual([]);
  });
});

describe('the runner', () => {
  let temporary: string;
  beforeEach(async () => {
    temporary = await mkdtemp(join(tmpdir(), 'mutation-'));
  });
  afterEach(() => rm(temporary, { recursive: true, force: true }));

  /** Two files; the mutants 1 and 2 run in a test of each, 9 when the second is loaded. */
  function runnerWith(killedBy: string) {
    const mutantCoverage = { static: {} as Record<string, number>, perTest: {} };
    const runs: unknown[] = [];
    const jest = {
      dryRun: ({ testFiles: [file] }: { testFiles: string[] }) => {
        if (file === '/b.test.ts') mutantCoverage.static['9'] = 1;
        return Promise.resolve({
          status: 'complete',
          tests: [{ id: `${file} works`, timeSpentMs: 1 }],
          mutantCoverage,
        });
      },
      mutantRun: ({ testFilter }: MutantRun) => {
        runs.push(testFilter);
        const isKilled = testFilter?.includes(killedBy) ?? false;
        return Promise.resolve({ status: isKilled ? 'killed' : 'survived', nrOfTests: 1 });
      },
    };
    const make = () => new FileByFileRunner({ jest, related: {}, store: join(temporary, 'files.json') });
    return { make, runs };
  }
  const run = (id: string, ...testFilter: string[]) => ({
    activeMutant: { id, fileName: '/b.ts' },
    testFilter,
  });
  const testFiles = ['/a.test.ts', '/b.test.ts'];

  it('runs the files of a mutant until one notices it', async () => {
    const { make, runs } = runnerWith('/b.test.ts works');
    const runner = make();
    const { tests } = await runner.dryRun({ testFiles });
    const reaching = tests.map(({ id }) => id);

    expect(reaching).toEqual(['/a.test.ts works', '/b.test.ts works']);
    expect(await runner.mutantRun(run('1', ...reaching))).toEqual({ status: 'killed', nrOfTests: 1 });
    expect(runs).toEqual([['/b.test.ts works']]);
  });

  it('counts the tests of all files when none does', async () => {
    const { make, runs } = runnerWith('nobody');
    const runner = make();
    const { tests } = await runner.dryRun({ testFiles });

    expect(await runner.mutantRun(run('1', ...tests.map(({ id }) => id)))).toEqual({
      status: 'survived',
      nrOfTests: 2,
    });
    expect(runs).toEqual([['/b.test.ts works'], ['/a.test.ts works']]);
  });

  it('knows in the process that follows what the one before has found out', async () => {
    const { make, runs } = runnerWith('nobody');
    await make().dryRun({ testFiles });

    await make().mutantRun(run('9'));

    expect(runs).toEqual([undefined]);
  });
});

describe('a sample', () => {
  it('is every so many mutants from one on', () => {
    const isIn = readSample('3/10');

    expect(Array.from({ length: 30 }, (_, id) => String(id)).filter(isIn)).toEqual(['2', '12', '22']);
    expect(['0', '1'].every(readSample('1/1'))).toBe(true);
  });

  it.each(['', '0/10', '11/10', '10', '1/0', 'a/b'])('is not written %j', (text) => {
    expect(() => readSample(text)).toThrow('3/10 is every tenth mutant, from the third on');
  });

  it('is what the checker lets through', async () => {
    const results = await new SampleChecker('2/2').check([{ id: '0' }, { id: '1' }]);

    expect(results).toEqual({
      '0': { status: 'compileError', reason: 'not in the sample' },
      '1': { status: 'passed' },
    });
  });
});

describe('a text for people', () => {
  const literal = (value: string) => ({
    isStringLiteral: () => true,
    isTemplateLiteral: () => false,
    node: { value },
  });
  const template = (...raws: string[]) => ({
    isStringLiteral: () => false,
    isTemplateLiteral: () => true,
    node: { quasis: raws.map((raw) => ({ value: { raw } })) },
  });

  it('has three words at least', () => {
    expect(isSentence(literal('must be sorted'))).toBe(true);
    expect(isSentence(template('', ' answers ', ''))).toBe(true);
  });

  it.each(['Watchmode.Unavailable', 'x-ratelimit-limit', '', ', ', 'GET /status'])('is not %j', (value) => {
    expect(isSentence(literal(value))).toBe(false);
    expect(isSentence(template(value))).toBe(false);
  });

  it('is no other node', () => {
    expect(isSentence({ isStringLiteral: () => false, isTemplateLiteral: () => false })).toBe(false);
  });
});
