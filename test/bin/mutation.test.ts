import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

const root = join(import.meta.dirname, '../..');
const folder = join(root, 'bin/mutation');
const load = async (file: string): Promise<unknown> => import(join(folder, file));

interface Block {
  readonly children: readonly object[];
}
interface Options {
  readonly isWanted: (id: string) => boolean;
  readonly onStart: (ids: readonly string[]) => void;
  readonly onEnd: (id: string, error: unknown) => boolean;
}
interface Api {
  readonly collect: (name: string, load: () => Promise<unknown>) => Promise<Block>;
  readonly describe: (name: string, body: () => void) => void;
  readonly it: ((name: string, body: () => unknown) => void) & {
    readonly each: (rows: readonly unknown[]) => (name: string, body: (...row: never[]) => unknown) => void;
  };
  readonly jest: { readonly spyOn: (object: { act: () => void }, method: 'act') => unknown };
  readonly beforeAll: (body: () => unknown) => void;
  readonly beforeEach: (body: () => unknown) => void;
  readonly afterEach: (body: () => unknown) => void;
  readonly afterAll: (body: () => unknown) => void;
}
interface MutantRun {
  readonly activeMutant: { readonly id: string; readonly fileName: string };
  readonly sandboxFileName: string;
  readonly testFilter: readonly string[] | undefined;
  readonly hitLimit?: number;
}

const { importsOf, likeliestFirst } = (await load('test-files.mjs')) as {
  importsOf: (file: string) => Set<string>;
  likeliestFirst: (testFiles: readonly string[], sourceFile: string) => string[];
};
const api = (await load('test-api.mjs')) as Api;
const { runTests } = (await load('run-tests.mjs')) as {
  runTests: (block: Block, options: Options) => Promise<void>;
};
const { readSample, SampleChecker } = (await load('sample.mjs')) as {
  readSample: (text: string) => (mutantId: string) => boolean;
  SampleChecker: new (text: string) => {
    check: (mutants: readonly { id: string }[]) => Promise<Record<string, { status: string }>>;
  };
};
const { isSentence } = (await load('texts.mjs')) as { isSentence: (path: unknown) => boolean };
const { TestRunner } = (await load('runner.mjs')) as {
  TestRunner: new (options: {
    folders: readonly string[];
    store: string;
    isLeftOut?: (id: string) => boolean;
    load: (file: string) => Promise<unknown>;
    forget: () => Promise<void>;
  }) => {
    dryRun: (options: { files: readonly string[]; testFiles?: readonly string[] }) => Promise<{
      tests: { id: string; status: number }[];
      mutantCoverage: { static: object; perTest: Record<string, object> };
    }>;
    mutantRun: (options: MutantRun) => Promise<object>;
  };
};

describe('the test files of a mutant', () => {
  it('begin with the file of its own, then those near by', () => {
    const testFiles = [
      '/s/test/tasks/handlers.test.ts',
      '/s/test/events/validate.test.ts',
      '/s/test/tasks/publish/calls.test.ts',
      '/s/test/tasks/publish/batches.test.ts',
    ];

    expect(likeliestFirst(testFiles, '/s/tasks/publish/batches.ts')).toEqual([
      '/s/test/tasks/publish/batches.test.ts',
      '/s/test/tasks/publish/calls.test.ts',
      '/s/test/tasks/handlers.test.ts',
      '/s/test/events/validate.test.ts',
    ]);
  });

  it('import what it is in, over however many files', () => {
    const imported = importsOf(join(root, 'test/tasks/publish-titles/batches.test.ts'));

    expect(imported).toContain(join(root, 'tasks/publish-titles/batches.ts'));
    expect(imported).toContain(join(root, 'tasks/publish-titles/entry.ts'));
    expect(imported).not.toContain(join(root, 'tasks/publish-titles/publisher.ts'));
  });
});

describe('tests that are run again and again', () => {
  const heard: string[] = [];
  const say = (word: string) => () => heard.push(word);
  const declare = () => {
    api.beforeEach(say('each'));
    api.describe('outer', () => {
      api.beforeAll(say('all'));
      api.beforeEach(say('inner each'));
      api.afterEach(say('inner end'));
      api.afterAll(say('all end'));
      api.it('works', say('works'));
      api.it.each([1, 2])('fails with %i', (number: number) => {
        throw new Error(`no ${number}`);
      });
    });
    api.it('is alone', say('alone'));
    return Promise.resolve();
  };

  /** What is told of a run of the tests with some names. */
  async function run(isWanted: Options['isWanted'], declared = declare, goesOn = true) {
    heard.length = 0;
    const started: (readonly string[])[] = [];
    const ended: [string, string | undefined][] = [];
    await runTests(await api.collect('file', declared), {
      isWanted,
      onStart: (ids) => started.push(ids),
      onEnd: (id, error) => {
        ended.push([id, error === undefined ? undefined : (error as Error).message]);
        return error === undefined || goesOn;
      },
    });
    return { started, ended, heard: [...heard] };
  }

  it('run with the hooks of all that they are in', async () => {
    const { ended, heard: words } = await run((id) => id.endsWith('works') || id.endsWith('alone'));

    expect(ended).toEqual([
      ['file outer works', undefined],
      ['file is alone', undefined],
    ]);
    expect(words).toEqual(['all', 'each', 'inner each', 'works', 'inner end', 'all end', 'each', 'alone']);
  });

  it('say what fails, and end there when that is enough', async () => {
    const failing = (id: string) => id.includes('fails');

    expect((await run(failing)).ended).toEqual([
      ['file outer fails with 1', 'no 1'],
      ['file outer fails with 2', 'no 2'],
    ]);
    expect((await run(failing, declare, false)).ended).toEqual([['file outer fails with 1', 'no 1']]);
    expect(heard).toEqual(['all', 'each', 'inner each', 'inner end', 'all end']);
  });

  it('say which tests a hook runs for', async () => {
    const { started } = await run((id) => id.endsWith('works'));

    const works = ['file outer works'];
    expect(started).toEqual([works, works, works]);
    expect((await run((id) => id.includes('outer'))).started[0]).toEqual([
      'file outer works',
      'file outer fails with 1',
      'file outer fails with 2',
    ]);
  });

  it('all fail with what runs before them', async () => {
    const broken = () => {
      api.beforeAll(() => {
        throw new Error('no server');
      });
      api.it('one', say('one'));
      api.it('two', say('two'));
      return Promise.resolve();
    };

    expect((await run(() => true, broken)).ended).toEqual([
      ['file one', 'no server'],
      ['file two', 'no server'],
    ]);
  });

  it('fail with an error that nobody waits for', async () => {
    const careless = () => {
      api.it('careless', async () => {
        process.emit('uncaughtException', new Error('late'));
        await new Promise((resolve) => {
          setImmediate(resolve);
        });
      });
      return Promise.resolve();
    };

    expect((await run(() => true, careless)).ended).toEqual([['file careless', 'late']]);
  });

  it('leave no spy behind', async () => {
    const act = (): void => undefined;
    const watched = { act };
    const spying = () => {
      api.it('spies', () => {
        api.jest.spyOn(watched, 'act');
        watched.act();
        expect(watched.act).toHaveBeenCalledTimes(1);
      });
      return Promise.resolve();
    };

    expect((await run(() => true, spying)).ended).toEqual([['file spies', undefined]]);
    expect(watched.act).toBe(act);
  });

  it('have names of their own', async () => {
    const twins = () => {
      api.it('twin', say('one'));
      api.it('twin', say('two'));
      return Promise.resolve();
    };

    expect((await run(() => true, twins)).ended.map(([id]) => id)).toEqual(['file twin', 'file twin (2)']);
  });
});

describe('the runner', () => {
  /** What instrumented code shares with its runner. */
  const stryker = () => (globalThis as unknown as { __stryker__: Record<string, unknown> }).__stryker__;
  const isActive = (id: string) => stryker()['activeMutant'] === id;
  let temporary: string;
  let runs: string[];
  let forgotten: number;
  let a: string;
  let b: string;
  beforeEach(async () => {
    temporary = await mkdtemp(join(tmpdir(), 'mutation-'));
    runs = [];
    forgotten = 0;
    a = join(temporary, 'a.test.ts');
    b = join(temporary, 'b.test.ts');
    await writeFile(a, "import './b.ts';\n");
    await writeFile(b, "import './b.ts';\n");
    await writeFile(join(temporary, 'b.ts'), 'export {};\n');
  });
  afterEach(async () => {
    await rm(temporary, { recursive: true, force: true });
    delete (globalThis as { __stryker__?: unknown }).__stryker__;
  });

  const runner = () =>
    new TestRunner({
      folders: [temporary],
      store: join(temporary, 'tests.json'),
      isLeftOut: (id) => id.endsWith('reads the source'),
      forget: () => {
        forgotten += 1;
        return Promise.resolve();
      },
      load: (file) => {
        const declare = (name: string, body: () => unknown) =>
          api.it(name, () => {
            runs.push(`${basename(file)} ${name}`);
            return body();
          });
        // The mutant 9 runs while a file is loaded.
        if (isActive('9')) throw new Error('it does not load');
        declare('works', () => {
          if (isActive('1') && file === b) throw new Error('b notices');
          if (isActive('2')) throw new Error('both notice');
          if (isActive('3')) stryker()['hitCount'] = 11;
        });
        declare('is something else', () => undefined);
        declare('reads the source', () => {
          throw new Error('it is another one');
        });
        return Promise.resolve();
      },
    });
  const mutant = (id: string, ...testFilter: string[]): MutantRun => ({
    activeMutant: { id, fileName: '/project/b.ts' },
    sandboxFileName: join(temporary, 'b.ts'),
    testFilter,
    hitLimit: 10,
  });
  /** A runner after its initial run, and its tests named `works`. */
  async function started() {
    const made = runner();
    const { tests } = await made.dryRun({ files: [join(temporary, 'b.ts')] });
    runs = [];
    return { made, tests, works: tests.map(({ id }) => id).filter((id) => id.endsWith('works')) };
  }

  it('runs all tests once, but those that are left out', async () => {
    const { tests } = await started();

    expect(tests.map(({ id, status }) => [id.slice(id.lastIndexOf('/') + 1), status])).toEqual([
      ['a.test.ts works', 0],
      ['a.test.ts is something else', 0],
      ['b.test.ts works', 0],
      ['b.test.ts is something else', 0],
    ]);
  });

  it('runs the tests of a mutant until one notices it, the likeliest first', async () => {
    const { made, works } = await started();

    expect(await made.mutantRun(mutant('2', ...works))).toMatchObject({
      status: 'killed',
      killedBy: [works[1]],
      nrOfTests: 1,
    });
    expect(await made.mutantRun(mutant('1', ...works))).toMatchObject({ status: 'killed' });
    expect(runs).toEqual(['b.test.ts works', 'b.test.ts works']);
  });

  it('runs them all when none does, and nothing of the mutant is left', async () => {
    const { made, works } = await started();

    expect(await made.mutantRun(mutant('4', ...works))).toEqual({ status: 'survived', nrOfTests: 2 });
    expect(runs).toEqual(['b.test.ts works', 'a.test.ts works']);
    expect(stryker()['activeMutant']).toBeUndefined();
    expect(forgotten).toBe(1);
  });

  it('ends a mutant that runs for ever', async () => {
    const { made, works } = await started();

    expect(await made.mutantRun(mutant('3', ...works))).toMatchObject({ status: 'timeout' });
  });

  it('loads the files that import it for a mutant of what runs while a module is loaded', async () => {
    await started();
    const next = runner();

    expect(await next.mutantRun(mutant('9', a, b))).toMatchObject({ status: 'killed', nrOfTests: 0 });
    expect(await runner().mutantRun(mutant('8'))).toEqual({ status: 'survived', nrOfTests: 4 });
    // Their processes are new.
    expect(forgotten).toBe(0);
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
