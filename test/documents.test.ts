import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SFNClient } from '@aws-sdk/client-sfn';
import { Command } from 'commander';
import { describe, expect, it } from '@jest/globals';
import { localChecks } from '../cli/commands/doctor/local-checks.ts';
import { SWEEP_CHECKS } from '../cli/commands/doctor/sweep-checks.ts';
import { addCommands } from '../cli/commands/index.ts';
import { FEEDS } from '../events/feeds.ts';
import { operations } from '../local/stepfunctions/api/operations/index.ts';
import { KEEP_DAYS } from '../local/stepfunctions/runtime/prune.ts';
import { CAMPAIGNS } from '../soak/campaigns/index.ts';
import { TASK_NAMES, TASKS, type TaskName } from '../workflow/tasks.ts';
import packageJson from '../package.json' with { type: 'json' };
import { FakeIo } from './cli/support/fake-io.ts';

const root = join(import.meta.dirname, '..');
const OTHERS = new Set(['node_modules', 'dist', 'cdk.out', 'coverage', '.git', '.local']);

const read = (path: string) => readFileSync(join(root, path), 'utf8');

/** The project's own Markdown files, by path. */
function documentsIn(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return OTHERS.has(entry.name) ? [] : documentsIn(path);
    return path.endsWith('.md') ? [path] : [];
  });
}

/** Returns the sections of a document by GitHub's anchors. A section ends at the next heading of its level. */
function sectionsOf(text: string): ReadonlyMap<string, string> {
  const prose = text.replaceAll(/^```.*?^```$/gms, (code) => code.replaceAll(/^#/gm, ' '));
  const headings = [...prose.matchAll(/^(#+) (.*)$/gm)].map(({ index, 1: hashes = '', 2: title = '' }) => ({
    index,
    level: hashes.length,
    anchor: title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  }));
  return new Map(
    headings.map(({ index, level, anchor }, at) => {
      const next = headings.slice(at + 1).find((other) => other.level <= level);
      return [anchor, text.slice(index, next?.index)];
    }),
  );
}

describe.each(documentsIn('.'))('%s', (path) => {
  const text = read(path);

  it('has no broken links', () => {
    const links = [...text.matchAll(/\]\((?!https?:)([^)\s]+)/g)].map(([, target = '']) => target);
    const broken = links.filter((target) => {
      const [file = '', anchor] = target.split('#');
      const linked = file === '' ? path : join(dirname(path), file);
      if (!existsSync(join(root, linked))) return true;
      return anchor !== undefined && linked.endsWith('.md') && !sectionsOf(read(linked)).has(anchor);
    });

    expect(broken).toEqual([]);
  });

  it('names only existing npm scripts', () => {
    const named = [...text.matchAll(/npm run (?:-s )?([a-z][\w:-]*)/g)].map(([, name = '']) => name);

    expect(named.filter((name) => !(name in packageJson.scripts))).toEqual([]);
  });
});

it('CONTRIBUTING.md names only files that exist', () => {
  const named = [...read('CONTRIBUTING.md').matchAll(/`(\w+\/[\w./-]+)`/g)].map(([, path = '']) => path);
  const folders = new Set(readdirSync(root));
  const ours = named.filter((path) => folders.has(path.split('/')[0] ?? '') && !path.includes('NAME'));

  expect(ours).toContain('workflow/tasks.ts');
  expect(ours.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});

describe('docs/cli.md', () => {
  const program = new Command('tvguide');
  addCommands(program, new FakeIo(), () => undefined);
  const text = read('docs/cli.md');
  /** The rows of its table: their commands, and the section that explains them. */
  const rows = [...text.matchAll(/^\| \[(`[^\]]+)\]\(([^)]*)#([^)]+)\)/gm)].map(
    ([, names = '', file, anchor]) => ({
      commands: [...names.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name),
      section: sectionsOf(file === '' ? text : read(join('docs', file ?? ''))).get(anchor ?? '') ?? '',
    }),
  );
  const shared = sectionsOf(text).get('common-to-all-commands') ?? '';
  const optionsIn = (part: string) =>
    [...part.matchAll(/(?<![\w-])--[a-z][a-z-]*/g)].map(([option]) => option);
  const optionsOf = ({ options }: Command) =>
    options.flatMap(({ long, hidden }) => (hidden ? [] : (long ?? [])));

  it('has a row for every command, and no other rows', () => {
    const commands = program.commands.map((command) => command.name());

    expect(rows.flatMap((row) => row.commands).sort()).toEqual(commands.sort());
  });

  it.each(program.commands.map((command) => [command.name(), command] as const))(
    'explains every option of %s',
    (name, command) => {
      const section = rows.find(({ commands }) => commands.includes(name))?.section ?? '';
      const explained = new Set(optionsIn(section + shared));

      expect(optionsOf(command).filter((option) => !explained.has(option))).toEqual([]);
    },
  );

  it('shows every check of doctor --local', () => {
    const checks = localChecks({
      cwd: root,
      nodeVersion: '',
      freeBytes: () => Promise.resolve(0),
      runtime: {
        client: new SFNClient(),
        target: { isLocal: true },
        isGiven: false,
        endpoints: { kind: 'MISSING' },
        ports: [],
        interrupted: new AbortController().signal,
      },
      stream: undefined,
      watchmode: () => Promise.resolve(undefined),
      takeCredits: () => undefined,
      now: 0,
    });
    const [, example = ''] = /```console\n(.*?)```/s.exec(sectionsOf(text).get('doctor') ?? '') ?? [];
    const shown = [...example.matchAll(/^[✔!✖-] (.{15})/gm)].map(([, name = '']) => name.trim());

    expect(shown).toEqual([...checks.map(({ name }) => name), ...SWEEP_CHECKS.map(([name]) => name)]);
  });

  it('names no unknown option', () => {
    const known = new Set([...program.commands, program].flatMap(optionsOf));

    expect(
      optionsIn(text).filter((option) => !known.has(option) && !/^--(help|version)$/.test(option)),
    ).toEqual([]);
  });
});

describe('docs/reliability.md', () => {
  it('has a row for each campaign in the table of campaigns', () => {
    const [table = ''] = /^\| campaign +\| faults .*(\n\|.*)+/m.exec(read('docs/reliability.md')) ?? [];
    const rows = [...table.matchAll(/^\| `(\w+)`/gm)].map(([, name]) => name);

    expect(rows.sort()).toEqual(Object.keys(CAMPAIGNS).sort());
  });
});

it.each(['docs/cli.md', 'docs/configuration.md', 'local/watchmode/README.md'])(
  '%s names every feed',
  (path) => {
    const text = read(path);

    expect(FEEDS.filter((feed) => !text.includes(feed))).toEqual([]);
  },
);

describe('docs/feature-support.md', () => {
  const text = read('docs/feature-support.md');
  const api = sectionsOf(text).get('api') ?? '';

  it('has every operation of the API in its table', () => {
    const named = [...api.matchAll(/^\| ([A-Z][\w, ]+?) *\|/gm)].flatMap(([, names = '']) =>
      names.split(', '),
    );
    const known = [...operations.keys(), 'GetParameter', 'PutParameter', 'GetParametersByPath'];

    expect(named.filter((name) => name !== 'Operation').sort()).toEqual(known.sort());
  });

  it('names every field that the interpreter reads', () => {
    const folder = 'local/stepfunctions/interpreter/definition';
    const source = readdirSync(join(root, folder)).map((file) => read(join(folder, file)));
    const fields = [...source.join('\n').matchAll(/\b\w+\.\w+\('([A-Z][A-Za-z]+)'/g)].map(
      ([, field = '']) => field,
    );
    // These are parts of every definition, or of every processor of a Map.
    const always = new Set(['StartAt', 'States', 'Version', 'ProcessorConfig', 'Mode']);

    expect(fields).toContain('ToleratedFailureCount');
    expect(fields.filter((field) => !text.includes(`\`${field}\``) && !always.has(field))).toEqual([]);
  });

  it('names the retention of executions', () => {
    expect(text).toContain(`executions are kept for ${KEEP_DAYS} days after their end`);
  });
});

describe('the table in tasks/README.md', () => {
  const [table = ''] = /^\| task .*(\n\|.*)+/m.exec(read('tasks/README.md')) ?? [];
  const rows = table.split('\n').slice(2).map(withoutPadding);

  it('has the row of each task in workflow/tasks.ts', () => {
    expect(rows).toEqual(TASK_NAMES.map(rowOf));
  });
});

function rowOf(task: TaskName): string {
  const { input, output, invokedBy, mayCall } = TASKS[task];
  const code = (name: string | null, otherwise: string) => (name === null ? otherwise : `\`${name}\``);
  const cells = [
    `[\`${task}\`](${task})`,
    code(input, 'anything'),
    code(output, 'no contract'),
    invokedBy,
    mayCall.join(', ') || 'nothing',
  ];
  return `| ${cells.join(' | ')} |`;
}

/** Removes the spaces that align the columns of a Markdown table. */
function withoutPadding(row: string): string {
  return row.replaceAll(/ +\|/g, ' |').replaceAll(/\| +/g, '| ');
}
