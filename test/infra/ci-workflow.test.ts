import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';

const workflow = readFileSync('.github/workflows/ci.yml', 'utf8');
const lines = workflow.split('\n').map((line) => line.trim());

describe('the nightly workflow', () => {
  const nightly = readFileSync('.github/workflows/nightly.yml', 'utf8');

  it('pins every action to a commit, with its version beside it', () => {
    const uses = nightly.split('\n').filter((line) => /\buses:/.test(line));

    expect(uses.length).toBeGreaterThan(0);
    for (const use of uses) expect(use).toMatch(/ - uses: actions\/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  it('may do nothing but read the repository, and leaves no credentials behind', () => {
    expect(nightly).toMatch(/^permissions: \{\}$/m);
    expect(nightly).not.toMatch(/: (write|write-all|read-all)$/m);
    expect(nightly.match(/actions\/checkout@/g)).toHaveLength(
      nightly.match(/persist-credentials: false/g)!.length,
    );
  });

  it('has a part of the code for each day of the week', () => {
    const [, parts = ''] = /parts=\(\n([\s\S]+?)\n +\)/.exec(nightly) ?? [];
    const folders = parts.match(/'[^']+'/g) ?? [];

    expect(folders).toHaveLength(7);
  });
});

describe('the GitHub workflow', () => {
  it('pins every action to a commit, with its version beside it', () => {
    const uses = lines.filter((line) => /\buses:/.test(line));

    expect(uses.length).toBeGreaterThan(0);
    for (const use of uses) expect(use).toMatch(/^- uses: actions\/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  it('may do nothing but read the repository', () => {
    expect(workflow).toMatch(/^permissions: \{\}$/m);
    const granted = lines.filter((line) => /^(?!if-)[a-z-]+: (read|write|write-all|read-all)$/.test(line));

    expect(new Set(granted)).toEqual(new Set(['contents: read']));
  });

  it('leaves no credentials behind a checkout', () => {
    expect(workflow.match(/actions\/checkout@/g)).toHaveLength(
      workflow.match(/persist-credentials: false/g)!.length,
    );
  });

  it('keeps the synthesised templates as an artifact', () => {
    const synth = workflow.slice(workflow.indexOf('  synth:'), workflow.indexOf('  passed:'));

    expect(synth).toMatch(/- run: npm run synth\n +- uses: actions\/upload-artifact@[^\n]+\n +with:/);
    expect(synth).toMatch(/path: cdk\.out\n +if-no-files-found: error/);
  });

  it('runs the same checks as npm test', () => {
    expect(lines).toContain('- run: .ci/run');
    expect(readFileSync('.ci/run', 'utf8')).toMatch(/^npm ci .*\nnpm test$/m);
  });

  it('puts text from outside into no script', () => {
    const scripts = lines.filter((line) => /\brun:/.test(line));

    expect(scripts.length).toBeGreaterThan(0);
    // A script of several lines would hide from this test.
    expect(scripts.filter((script) => /run: *[|>]/.test(script))).toEqual([]);

    expect(scripts.filter((script) => script.includes('${{'))).toEqual([]);
  });
});
