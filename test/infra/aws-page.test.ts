import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import cdkJson from '../../cdk.json' with { type: 'json' };
import packageJson from '../../package.json' with { type: 'json' };
import { SETTINGS } from '../../infra/config.ts';
import { DEFAULT_SETTINGS, STAGES } from '../../infra/stages.ts';

const PAGES = ['aws.md', 'runbook.md', 'cost.md'].map((name) => ({
  name,
  text: readFileSync(join('docs', name), 'utf8'),
}));
const page = PAGES[0]!.text;

describe('docs/aws.md', () => {
  it('explains every setting with its default', () => {
    const rows = [...page.matchAll(/^\| `(\w+)` +\| (?:`(.*?)`)? +\|/gm)].map(([, key, value]) => [
      key,
      value ?? '',
    ]);
    const defaults: Readonly<Record<string, unknown>> = { stage: cdkJson.context.stage, ...DEFAULT_SETTINGS };

    expect(rows).toEqual(Object.keys(SETTINGS).map((key) => [key, String(defaults[key])]));
  });

  it('lists what each stage changes', () => {
    const rows = [...page.matchAll(/^\| `(\w+)`: `(\w+)` +\| `(.*?)`/gm)].map(([, ...cells]) => cells);
    const changes = Object.entries(STAGES).flatMap(([stage, settings]) =>
      Object.entries(settings).map(([key, value]) => [stage, key, String(value)]),
    );

    expect(rows).toEqual(changes);
  });
});

describe.each(PAGES)('docs/$name', ({ text }) => {
  it('names only npm scripts that exist', () => {
    const named = [...text.matchAll(/npm run (?:-s )?([\w:]+)/g)].map(([, script = '']) => script);

    expect(Object.keys(packageJson.scripts)).toEqual(expect.arrayContaining(named));
    expect(named.length).toBeGreaterThan(0);
  });

  it('links only to files that exist', () => {
    const files = [...text.matchAll(/\]\(([^)#:]+)(?:#[\w-]+)?\)/g)].map(([, file = '']) => file);

    expect(files.filter((file) => !existsSync(join('docs', file)))).toEqual([]);
  });
});
