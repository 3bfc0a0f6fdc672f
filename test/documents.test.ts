import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { TASK_NAMES, TASKS, type TaskName } from '../workflow/tasks.ts';
import packageJson from '../package.json' with { type: 'json' };

const root = join(import.meta.dirname, '..');
const OTHERS = new Set(['node_modules', 'dist', 'cdk.out', 'coverage', '.git', '.local']);

/** The project's own Markdown files, by path. */
function documentsIn(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return OTHERS.has(entry.name) ? [] : documentsIn(path);
    return path.endsWith('.md') ? [path] : [];
  });
}

describe.each(documentsIn('.'))('%s', (path) => {
  const text = readFileSync(join(root, path), 'utf8');

  it('links to nothing that is not there', () => {
    const links = [...text.matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(([, target = '']) => target);
    const broken = links.filter((target) => !existsSync(join(root, dirname(path), target)));

    expect(broken).toEqual([]);
  });

  it('names only npm scripts that exist', () => {
    const named = [...text.matchAll(/npm run (?:-s )?([a-z][\w:-]*)/g)].map(([, name = '']) => name);

    expect(named.filter((name) => !(name in packageJson.scripts))).toEqual([]);
  });
});

describe('the table in tasks/README.md', () => {
  const [table = ''] =
    /^\| task .*(\n\|.*)+/m.exec(readFileSync(join(root, 'tasks/README.md'), 'utf8')) ?? [];
  const rows = table.split('\n').slice(2).map(withoutPadding);

  it('has a row for each task, as the table of tasks describes it', () => {
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

/** A row of a Markdown table without the spaces that align its columns. */
function withoutPadding(row: string): string {
  return row.replaceAll(/ +\|/g, ' |').replaceAll(/\| +/g, '| ');
}
