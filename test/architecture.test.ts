import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { FEEDS } from '../events/feeds.ts';

const root = join(import.meta.dirname, '..');
const FOLDERS = ['events', 'workflow', 'tasks', 'local', 'cli', 'infra', 'bench', 'soak', 'console'] as const;

interface SourceFile {
  /** Relative to the project, with slashes. */
  readonly path: string;
  readonly text: string;
  readonly lines: number;
  /** What it imports: project files as paths relative to the project, packages by name. */
  readonly imports: readonly string[];
}

const IMPORT = /(?:from|import)\s*\(?\s*'([^']+)'/g;

function readSources(): SourceFile[] {
  return FOLDERS.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.tsx?$/.test(file))
      .map((file) => {
        const path = join(folder, file);
        const text = readFileSync(join(root, path), 'utf8');
        const imports = [...text.matchAll(IMPORT)].map(([, specifier = '']) =>
          specifier.startsWith('.')
            ? relative(root, resolve(root, dirname(path), specifier)).replaceAll('\\', '/')
            : specifier,
        );
        return { path, text, lines: text.trimEnd().split('\n').length, imports };
      }),
  );
}

const sources = readSources();

/** Every import of a file in `from` that `isForbidden` says must not be. */
function offences(from: RegExp, isForbidden: (imported: string) => boolean): string[] {
  return sources
    .filter(({ path }) => from.test(path))
    .flatMap(({ path, imports }) =>
      imports.filter(isForbidden).map((imported) => `${path} imports ${imported}`),
    );
}

const within = (...folders: string[]) => new RegExp(`^(${folders.join('|')})/`);

describe('the direction of imports', () => {
  it('leads out of events and workflow to nothing of ours', () => {
    expect(
      offences(/^events\//, (path) => within('workflow', 'tasks', 'local', 'cli', 'infra').test(path)),
    ).toEqual([]);
    expect(
      offences(/^workflow\//, (path) => within('events', 'tasks', 'local', 'cli', 'infra').test(path)),
    ).toEqual([]);
  });

  it('leads out of tasks to events and the error names only', () => {
    const allowed = /^(events\/|workflow\/(error-names|limits|redrive-policy)\.ts$)/;

    expect(
      offences(
        /^tasks\//,
        (path) => within(...FOLDERS).test(path) && !path.startsWith('tasks/') && !allowed.test(path),
      ),
    ).toEqual([]);
  });

  it('leads from no task to another', () => {
    const task = /^tasks\/(?!shared\/)([^/]+)\//;
    const crossing = sources.flatMap(({ path, imports }) => {
      const own = task.exec(path)?.[1];
      return own === undefined
        ? []
        : imports
            .filter((imported) => (task.exec(imported)?.[1] ?? own) !== own)
            .map((to) => `${path} imports ${to}`);
    });

    expect(crossing).toEqual([]);
  });

  it('leads from infra neither to the runtime nor to the code of a task', () => {
    expect(
      offences(/^infra\//, (path) => within('local', 'cli').test(path) || /^tasks\/.*handler/.test(path)),
    ).toEqual([]);
  });

  it('leads from the settings of the stages to types alone, for the command line loads them', () => {
    const stages = sources.find(({ path }) => path === 'infra/stages.ts');

    expect(stages?.text.match(/^(import|export) .*from .*$/gm)).toEqual([
      "import type { DeploymentConfig } from './config.ts';",
    ]);
  });

  it('leads from the interpreter to jsonata and itself only', () => {
    expect(
      offences(
        /^local\/interpreter\//,
        (path) => path !== 'jsonata' && !path.startsWith('local/interpreter/'),
      ),
    ).toEqual([]);
  });

  it('leads to tasks and workflow from the composition root of the runtime alone', () => {
    expect(
      offences(/^local\/(?!(runtime|deployment)\.ts$)/, (path) =>
        within('tasks', 'workflow', 'cli', 'infra').test(path),
      ),
    ).toEqual([]);
  });

  it('leads from bench to the runtime, from its pace to tasks and definition, and from nowhere to bench', () => {
    const others = within(...FOLDERS.filter((folder) => folder !== 'local' && folder !== 'bench'));

    const tasksAndDefinition = within('tasks', 'workflow');

    expect(offences(/^bench\/(?!rate-limit)/, (path) => others.test(path))).toEqual([]);
    expect(
      offences(/^bench\/rate-limit/, (path) => others.test(path) && !tasksAndDefinition.test(path)),
    ).toEqual([]);
    expect(offences(/^(?!bench\/)/, (path) => within('bench').test(path))).toEqual([]);
  });

  it('leads from soak to the servers of this machine and the reader of the stream, and from nowhere to soak', () => {
    const allowed = /^(soak\/|events\/|local\/(adapters|dynamodb|stream|watchmode)\/|cli\/stream\/)/;

    expect(offences(/^soak\//, (path) => within(...FOLDERS).test(path) && !allowed.test(path))).toEqual([]);
    expect(offences(/^(?!soak\/)/, (path) => within('soak').test(path))).toEqual([]);
  });

  it('leads from the pages of the console to the shapes of what they are told only', () => {
    const outside = (path: string) =>
      !path.startsWith('console/web/') && !/^console\/api(\.ts$|\/)/.test(path);
    const ours = (path: string) => within(...FOLDERS).test(path);

    expect(offences(/^console\/web\//, (path) => ours(path) && outside(path))).toEqual([]);
    expect(offences(/^console\/api/, (path) => !path.startsWith('console/api/'))).toEqual([]);
  });

  it('leads from the server of the console to libraries of the command line and the contracts, and to no runtime', () => {
    const allowed =
      /^(console\/|events\/|workflow\/|cli\/(aws|stream|views|executions|feeds|errors|io|native-error|parallel))/;

    expect(
      offences(
        /^console\/(?!web\/)/,
        (path) => (within(...FOLDERS).test(path) && !allowed.test(path)) || path.startsWith('console/web/'),
      ),
    ).toEqual([]);
  });

  it('leads to the console from the two commands that serve it alone', () => {
    const commands = /^(console|cli\/commands\/(up|console))\//;

    expect(
      offences(/./, within('console').test.bind(within('console'))).filter((line) => !commands.test(line)),
    ).toEqual([]);
  });

  it('does not lead in a circle among the readers of a definition', () => {
    const folder = 'local/interpreter/definition/';
    const imports = new Map(sources.map((source) => [source.path, source.imports]));
    const reach = (path: string, seen: Set<string>): Set<string> => {
      for (const next of imports.get(path) ?? []) {
        if (!next.startsWith(folder) || seen.has(next)) continue;
        seen.add(next);
        reach(next, seen);
      }
      return seen;
    };
    const files = [...imports.keys()].filter((path) => path.startsWith(folder));

    expect(files.length).toBeGreaterThan(5);
    expect(files.filter((path) => reach(path, new Set()).has(path))).toEqual([]);
  });

  it('leads from the client of Watchmode to the contracts and the errors of the tasks only', () => {
    const allowed = /^(events\/|workflow\/error-names\.ts$|tasks\/shared\/(watchmode|errors)\/)/;

    expect(
      offences(/^tasks\/shared\/watchmode\//, (path) => within(...FOLDERS).test(path) && !allowed.test(path)),
    ).toEqual([]);
  });

  it('leads into tasks from the command line to the client of Watchmode and the progress table, and from the runtime to the client and to handlers', () => {
    const inTasks = (path: string) =>
      within('tasks').test(path) && !path.startsWith('tasks/shared/watchmode/');
    const isProgress = (path: string) => path.startsWith('tasks/shared/progress/');

    const inInfra = (path: string) => within('infra').test(path) && path !== 'infra/stages.ts';

    expect(offences(/^cli\//, (path) => (inTasks(path) && !isProgress(path)) || inInfra(path))).toEqual([]);
    expect(
      offences(/^local\/runtime\.ts$/, (path) => inTasks(path) && !/^tasks\/[^/]+\/handler\.ts$/.test(path)),
    ).toEqual([]);
  });

  it('leads from the libraries of the command line to nothing that prints or parses', () => {
    expect(
      offences(/^cli\/(aws|stream|views)\//, (path) =>
        /^cli\/(commands|executions|progress|render|usage|session|program)\b/.test(path),
      ),
    ).toEqual([]);
  });

  it('leads from no command to another, and to a command from the list of them alone', () => {
    const command = /^cli\/commands\/([^/]+)\//;
    const crossing = sources.flatMap(({ path, imports }) =>
      path === 'cli/commands/index.ts'
        ? []
        : imports
            .filter((to) => command.test(to) && command.exec(to)?.[1] !== command.exec(path)?.[1])
            .map((to) => `${path} imports ${to}`),
    );

    expect(crossing).toEqual([]);
  });
});

describe('a command', () => {
  it('is one folder with its declaration and its action', () => {
    const folders = readdirSync(join(root, 'cli/commands'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
    const paths = new Set(sources.map(({ path }) => path));

    expect(folders).toContain('why');
    for (const folder of folders) {
      expect(paths).toContain(`cli/commands/${folder}/declaration.ts`);
      expect(paths).toContain(`cli/commands/${folder}/action.ts`);
    }
  });
});

describe('composition roots', () => {
  const isRoot = (path: string) =>
    /^(tasks\/[^/]+\/handler|tasks\/shared\/adapters\/system|local\/runtime|cli\/main|infra\/app|local\/adapters\/real-clock|bench\/main|soak\/(main|lab|campaigns\/\w+))\.ts$/.test(
      path,
    );
  const ambient =
    /\bprocess\.env\b|\bDate\.now\b|\bnew Date\(\)|\bMath\.random\b|\bset(?:Timeout|Interval|Immediate)\(/;

  it('alone read the environment, the clock, timers and randomness', () => {
    const code = (text: string) => text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
    const offenders = sources.filter(
      ({ path, text }) => !isRoot(path) && !path.startsWith('console/web/') && ambient.test(code(text)),
    );

    expect(offenders.map(({ path }) => path)).toEqual([]);
  });

  it('of the tasks have at most 30 lines', () => {
    const handlers = sources.filter(({ path }) => /^tasks\/(?!shared\/)[^/]+\/handler\.ts$/.test(path));

    expect(handlers).toHaveLength(7);
    expect(handlers.filter(({ lines }) => lines > 30).map(({ path }) => path)).toEqual([]);
  });
});

describe('clients of the AWS SDK', () => {
  const makers = sources.filter(
    ({ text }) => /new [A-Z]\w*Client\(/.test(text) && text.includes('@aws-sdk/client-'),
  );

  it('are made in adapters of the tasks, for stream and DynamoDB of the runtime, by the command line, the console, bench and soak', () => {
    const allowed =
      /^(tasks\/(shared\/adapters\/|[^/]+\/kinesis-client\.ts$)|local\/(stream|dynamodb)\/|cli\/|console\/server\/|bench\/|soak\/)/;

    expect(makers.map(({ path }) => path)).toEqual(expect.arrayContaining(['cli/aws/step-functions.ts']));
    expect(makers.filter(({ path }) => !allowed.test(path)).map(({ path }) => path)).toEqual([]);
  });

  it('have the settings that are the same for all in the command line and the console', () => {
    const ofPrograms = makers.filter(({ path }) => /^(cli|console)\//.test(path));

    expect(
      ofPrograms.filter(({ text }) => !text.includes('clientSettings(')).map(({ path }) => path),
    ).toEqual([]);
  });
});

describe('the names of the feeds', () => {
  it('are listed by the contract alone', () => {
    // Generated from the contract; and what kind of event each feed makes, which the compiler holds complete.
    const known = ['events/types.ts', 'tasks/publish-titles/stream-event.ts'];
    const listing = sources.filter(({ text }) => FEEDS.every((feed) => text.includes(feed)));

    expect(listing.map(({ path }) => path).sort()).toEqual(known);
  });
});

describe('the path of the parameters', () => {
  it('is made up in one place', () => {
    const code = (text: string) => text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
    // soak has what an earlier release has left behind.
    const makers = sources.filter(
      ({ path, text }) => !path.startsWith('soak/') && code(text).includes('/tv-guide/'),
    );

    expect(makers.map(({ path }) => path)).toEqual(['workflow/names.ts']);
  });
});

describe('the size of files', () => {
  it('has a median below 100 lines', () => {
    const sizes = sources.map(({ lines }) => lines).sort((a, b) => a - b);

    expect(sizes[Math.floor(sizes.length / 2)]).toBeLessThan(100);
  });
});
