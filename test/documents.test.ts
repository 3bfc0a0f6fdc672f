import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
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
