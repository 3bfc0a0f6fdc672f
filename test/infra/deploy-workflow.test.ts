import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import packageJson from '../../package.json' with { type: 'json' };
import { STAGES } from '../../infra/stages.ts';

const workflow = readFileSync('.github/workflows/deploy.yml', 'utf8');
const code = workflow.replace(/^\s*#.*$/gm, '').replace(/ # v\d\S*$/gm, '');
const [head = '', jobs = ''] = code.split(/^jobs:\n/m);
const [, diff = '', deploy = '', ...others] = jobs.split(/^ {2}(?=\w+:\n)/m);
const runs = [...code.matchAll(/^ +- run: (.+)$/gm)].map(([, run = '']) => run);

describe('the workflow that deploys', () => {
  it('has two jobs', () => {
    expect(others).toEqual([]);
    expect(diff).toMatch(/^diff:\n/);
    expect(deploy).toMatch(/^deploy:\n/);
  });

  it('pins every action to a commit, with its version beside it', () => {
    const uses = workflow.split('\n').filter((line) => /\buses:/.test(line));

    expect(uses).toHaveLength(6);
    for (const use of uses) {
      expect(use).toMatch(/- uses: (actions|aws-actions)\/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    }
  });

  it('may only read the repository and get an identity token', () => {
    expect(head).toMatch(/^permissions: \{\}$/m);
    for (const job of [diff, deploy]) {
      expect(job).toMatch(/\n {4}permissions:\n {6}contents: read\n {6}id-token: write\n {4}\w/);
    }
    expect(code.match(/: (write|write-all|read-all)$/gm)).toHaveLength(2);
    expect(code.match(/actions\/checkout@/g)).toHaveLength(code.match(/persist-credentials: false/g)!.length);
  });

  it('has no stored key: it assumes a role named by a variable', () => {
    expect(code).not.toMatch(/secrets\.|aws-access-key-id|aws-secret-access-key|AWS_ACCESS_KEY|AWS_SECRET/i);
    expect(diff).toMatch(/role-to-assume: \$\{\{ vars\.AWS_DIFF_ROLE_ARN \}\}/);
    expect(deploy).toMatch(/role-to-assume: \$\{\{ vars\.AWS_DEPLOY_ROLE_ARN \}\}/);
    expect(code).not.toMatch(/(?<![0-9a-f])\d{12}(?![0-9a-f])/);
  });

  it('gives no token to code of a fork', () => {
    expect(code).not.toContain('pull_request_target');
    expect(diff).toMatch(
      /\n {4}if: >-\n[^:]*github\.event\.pull_request\.head\.repo\.full_name == github\.repository\n/,
    );
    expect(diff).not.toContain('||');
  });

  it('deploys only pushes, in a protected environment, and verifies the deployment', () => {
    const steps = [...deploy.matchAll(/^ +- run: (.+)$/gm)].map(([, run = '']) => run);

    expect(deploy).toMatch(/\n {4}if: github\.event_name == 'push' && /);
    expect(deploy).toMatch(/\n {4}environment: prod\n/);
    expect(head).toMatch(/\n {2}push:\n {4}branches: \[main\]\n/);
    expect(steps).toEqual([
      'npm ci --no-audit --no-fund',
      'npm run aws:deploy -- -c stage=prod --require-approval never',
      'npm run -s aws:verify -- --stage prod',
    ]);
    expect(Object.keys(STAGES)).toContain('prod');
  });

  it('shows the difference in the summary of the job, and fails if it cannot be determined', () => {
    expect(diff).toMatch(/npm run -s aws:diff -- .* \| tee -a "\$GITHUB_STEP_SUMMARY"\n/);
    expect(head).toMatch(/\ndefaults:\n {2}run:\n\s*shell: bash\n/);
  });

  it('does not cancel a deployment', () => {
    expect(head).toContain("cancel-in-progress: ${{ github.event_name == 'pull_request' }}");
  });

  it('runs scripts that exist, and puts text from outside into none', () => {
    const scripts = runs.flatMap((run) =>
      [...run.matchAll(/npm run (?:-s )?([\w:]+)/g)].map(([, name = '']) => name),
    );

    expect(scripts).toEqual(['aws:diff', 'aws:deploy', 'aws:verify']);
    expect(Object.keys(packageJson.scripts)).toEqual(expect.arrayContaining(scripts));
    // A script of several lines would hide from this test.
    expect(runs.filter((run) => /^[|>]|\$\{\{/.test(run))).toEqual([]);
  });
});
