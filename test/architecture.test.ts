import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { FEEDS } from '../events/feeds.ts';
import { TASK_NAMES } from '../workflow/tasks.ts';

const root = join(import.meta.dirname, '..');
const FOLDERS = [
  'events',
  'workflow',
  'tasks',
  'consumer',
  'local',
  'operate',
  'cli',
  'infra',
  'bench',
  'soak',
  'console',
] as const;

interface SourceFile {
  /** Relative to the project, with slashes. */
  readonly path: string;
  readonly text: string;
  readonly lines: number;
  /** Imported project files, relative to the project, and package names. */
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

const NOTHING = /^$/;

const isOurs = (imported: string) => FOLDERS.some((folder) => imported.startsWith(`${folder}/`));

/** Imports that only some files may have. */
const EXCEPTIONS: readonly (readonly [from: RegExp, to: RegExp])[] = [
  // The composition of the local deployment hosts the handlers and configures them.
  [/^local\/composition\/open-consumer\.ts$/, /^consumer\/handler\.ts$/],
  [/^local\/(composition\/runtime|deployment)\.ts$/, /^tasks\/([^/]+\/handler|shared\/ports)\.ts$/],
  // Two commands serve the console.
  [/^cli\/commands\/(up|console)\//, /^console\/(server\/|web-bundle)/],
  [/^console\/server\//, /^console\/web-bundle\.ts$/],
];

const isException = (path: string, to: string) =>
  EXCEPTIONS.some(([from, allowed]) => from.test(path) && allowed.test(to));

/**
 * The layers of the project, from the lowest up, and the files outside of its own folder that each may import. A file
 * belongs to the last room whose path is a prefix of its own. Files outside of a room with entries import only the
 * entries. No other place defines the layers.
 */
const ROOMS: readonly (readonly [room: string, mayImport: RegExp, entries?: RegExp])[] = [
  ['events/', NOTHING],
  ['workflow/', NOTHING],
  ['tasks/', /^(events\/|workflow\/(arns|error-names|limits|names|redrive-policy)\.ts$)/],
  ['tasks/shared/watchmode/', /^(events\/|workflow\/error-names\.ts$|tasks\/shared\/errors\/)/],
  ['consumer/', /^(events|tasks\/shared\/(adapters|config|errors|telemetry|handler\.ts|ports\.ts))/],
  ['infra/', /^(events|workflow)\//],
  ['local/', /^(events|workflow|local|tasks\/shared\/(watchmode|progress))\//],
  ['local/event-source-mapping/', /^(events|operate\/stream|local\/stepfunctions)\//],
  ['local/stepfunctions/', NOTHING, /^local\/stepfunctions\/\w+\.ts$/],
  ['local/stepfunctions/interpreter/', /^jsonata$/],
  ['operate/', /^(events|workflow|tasks\/shared\/(watchmode|progress)|local\/stepfunctions)\//],
  ['operate/stream/', /^events\//],
  [
    'operate/replay/',
    /^((events|operate|consumer\/catalogue)\/|tasks\/shared\/stream\/(entry|publisher)\.ts$)/,
  ],
  ['console/api/', NOTHING],
  ['console/web/', /^console\/api\//],
  ['console/server/', /^(events|workflow|operate|console\/api)\b/],
  ['cli/', /^(events|workflow|operate|local|tasks\/shared\/(watchmode|progress)|infra\/stages\.ts$)/],
  ['bench/', /^((local|events)\/|workflow\/tasks\.ts$)/],
  ['bench/rate-limit', /^(local|events|tasks|workflow|bench)\//],
  ['soak/', /^(events|local|operate\/stream)\//],
];

const isInside = (path: string, to: string) =>
  ROOMS.some(
    ([room, , entries]) => entries?.test(to) === false && to.startsWith(room) && !path.startsWith(room),
  );

const roomOf = (path: string) => ROOMS.findLast(([room]) => path.startsWith(room));

/** Files that are started or bundled by their path. */
const PROGRAM =
  /^(tasks\/[^/]+\/handler|consumer\/handler|(cli|bench|bench\/conformance|soak|infra\/cost)\/main|infra\/app|bench\/console\/bench-console|console\/web\/main|infra\/bundling\/no-profiles|local\/stepfunctions\/sandbox\/expression-process)\.tsx?$/;

it('no file is left that nothing imports', () => {
  const imported = new Set(sources.flatMap(({ imports }) => imports));
  const unused = sources.map(({ path }) => path).filter((path) => !imported.has(path));

  expect(unused.filter((path) => !PROGRAM.test(path) && !path.endsWith('.d.ts'))).toEqual([]);
});

describe('the direction of imports', () => {
  it('follows the table of rooms', () => {
    const offences = sources.flatMap(({ path, imports }) => {
      const [room, mayImport] = roomOf(path) ?? ['', NOTHING];
      return imports
        .filter((to) => isOurs(to) || room === 'local/stepfunctions/interpreter/')
        .filter(
          (to) =>
            isInside(path, to) || (!to.startsWith(room) && !mayImport.test(to) && !isException(path, to)),
        )
        .map((to) => `${path} imports ${to}`);
    });

    expect(offences).toEqual([]);
  });

  it('covers every file with a room', () => {
    expect(sources.filter(({ path }) => roomOf(path) === undefined).map(({ path }) => path)).toEqual([
      'console/web-bundle.ts',
    ]);
  });

  it('never leads from one task or command to another', () => {
    const alone = /^(?:tasks\/(?!shared\/)|cli\/commands\/)([^/]+)\//;
    const crossing = sources.flatMap(({ path, imports }) =>
      imports
        .filter((to) => alone.test(path) && alone.test(to) && alone.exec(to)?.[0] !== alone.exec(path)?.[0])
        .map((to) => `${path} imports ${to}`),
    );

    expect(crossing).toEqual([]);
  });

  it('leads from the settings of the stages only to types, because the command line loads them', () => {
    const stages = sources.find(({ path }) => path === 'infra/stages.ts');

    expect(stages?.text.match(/^(import|export) .*from .*$/gm)).toEqual([
      "import type { DeploymentConfig } from './config.ts';",
    ]);
  });

  it('has no cycle except the recursion of the interpreter', () => {
    const imports = new Map(sources.map((source) => [source.path, source.imports]));
    const reach = (path: string, seen: Set<string>): Set<string> => {
      for (const next of imports.get(path) ?? []) {
        if (!imports.has(next) || seen.has(next)) continue;
        seen.add(next);
        reach(next, seen);
      }
      return seen;
    };
    const recursion = 'local/stepfunctions/interpreter/execution/';
    const inCircle = [...imports.keys()].filter((path) => reach(path, new Set()).has(path));

    expect(inCircle.filter((path) => !path.startsWith(recursion))).toEqual([]);
  });
});

describe('a command', () => {
  it('is a folder with its declaration and its action', () => {
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
    /^(tasks\/[^/]+\/handler|consumer\/handler|tasks\/shared\/adapters\/system|local\/composition\/runtime|cli\/main|infra\/app|local\/stepfunctions\/adapters\/real-clock|bench\/main|soak\/(main|lab|campaigns\/\w+))\.ts$/.test(
      path,
    );
  const ambient =
    /\bprocess\.env\b|\bDate\.now\b|\bnew Date\(\)|\bMath\.random\b|\bset(?:Timeout|Interval|Immediate)\(/;

  it('are the only files that read the environment, the clock, timers and randomness', () => {
    const code = (text: string) => text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
    const offenders = sources.filter(
      ({ path, text }) => !isRoot(path) && !path.startsWith('console/web/') && ambient.test(code(text)),
    );

    expect(offenders.map(({ path }) => path)).toEqual([]);
  });

  it('of the tasks have at most 30 lines', () => {
    const handlers = sources.filter(({ path }) => /^tasks\/(?!shared\/)[^/]+\/handler\.ts$/.test(path));

    expect(handlers).toHaveLength(TASK_NAMES.length);
    expect(handlers.filter(({ lines }) => lines > 30).map(({ path }) => path)).toEqual([]);
  });
});

describe('clients of the AWS SDK', () => {
  const makers = sources.filter(
    ({ text }) => /new [A-Z]\w*Client\(/.test(text) && text.includes('@aws-sdk/client-'),
  );

  it('are created only in the adapters of the tasks, the local servers, operate, the programs, bench and soak', () => {
    const allowed =
      /^(tasks\/shared\/(adapters\/|stream\/kinesis-client\.ts$)|local\/(stream|dynamodb)\/|operate\/|cli\/|console\/server\/|bench\/|soak\/)/;

    expect(makers.map(({ path }) => path)).toEqual(expect.arrayContaining(['operate/aws/step-functions.ts']));
    expect(makers.filter(({ path }) => !allowed.test(path)).map(({ path }) => path)).toEqual([]);
  });

  it('have the shared settings in operate, the command line and the console', () => {
    const ofPrograms = makers.filter(({ path }) => /^(operate|cli|console)\//.test(path));

    expect(
      ofPrograms.filter(({ text }) => !text.includes('clientSettings(')).map(({ path }) => path),
    ).toEqual([]);
  });
});

describe('the names of the feeds', () => {
  it('are listed only by the contract', () => {
    // The first is generated from the contract. The second maps each feed to its event type, as the compiler checks.
    const known = ['events/types.ts', 'tasks/publish-titles/stream-event.ts'];
    const listing = sources.filter(({ text }) => FEEDS.every((feed) => text.includes(feed)));

    expect(listing.map(({ path }) => path).sort()).toEqual(known);
  });
});

describe('the path of the parameters', () => {
  it('is built in one place', () => {
    const code = (text: string) => text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
    // The soak test has the parameter of an earlier release.
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

describe('the folder of the tests', () => {
  it('has tests and programs, and shared code only in folders called support', () => {
    const files = readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' });
    const others = files.filter(
      (file) => file.endsWith('.ts') && !/\.test\.ts$|\bsupport\/|^types\//.test(file),
    );

    expect(others.sort()).toEqual(['promises/main.ts', 'releases/main.ts']);
  });
});
