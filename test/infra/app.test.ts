import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import cdkJson from '../../cdk.json' with { type: 'json' };

/** Runs the app as the CDK's command line does. */
function runApp(settings: Readonly<Record<string, string>>, env: Readonly<Record<string, string>> = {}) {
  const outdir = mkdtempSync(join(tmpdir(), 'tv-guide-app-'));
  const context = { ...cdkJson.context, ...settings };
  const { status, stdout, stderr } = spawnSync('node', ['bin/cdk-app.mjs'], {
    env: { ...process.env, ...env, CDK_OUTDIR: outdir, CDK_CONTEXT_JSON: JSON.stringify(context) },
    encoding: 'utf8',
  });
  const written = readdirSync(outdir);
  rmSync(outdir, { recursive: true });
  return { status, stdout, stderr, written };
}

describe('the CDK app', () => {
  it("refuses to deploy to another account than the stage's, in one line", () => {
    const { stderr, ...rest } = runApp(
      { awsAccount: '111111111111' },
      { CDK_DEFAULT_ACCOUNT: '222222222222', CDK_DEFAULT_REGION: 'eu-west-2' },
    );

    expect(rest).toEqual({ status: 1, stdout: '', written: [] });
    expect(stderr).toMatch(
      /^The stage prod belongs to the account 111111111111, but the CDK would deploy to the account 222222222222\..+\n$/,
    );
  });

  it('reports a wrong setting and prints nothing else', () => {
    const { stderr, ...rest } = runApp({ streamMode: 'free', colour: 'red' });

    expect(rest).toEqual({ status: 1, stdout: '', written: [] });
    expect(stderr.trimEnd().split('\n')).toEqual([
      "The deployment's settings are not valid (infra/stages.ts, or -c key=value):",
      expect.stringMatching(/^ {2}- colour is not a setting; the settings are stage, /),
      '  - streamMode cannot be "free"; allowed: on-demand, provisioned',
    ]);
  });
});

describe('cdk.json', () => {
  it('lets the CDK neither call home nor put its own metadata, with a list of Regions, into the templates', () => {
    expect(cdkJson).toMatchObject({
      versionReporting: false,
      notices: false,
      context: { 'cli-telemetry': false },
    });
  });

  it('runs without a loader', () => {
    expect(cdkJson.app).toBe('node bin/cdk-app.mjs');
  });
});
