import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import cdkJson from '../../cdk.json' with { type: 'json' };

describe('the CDK app', () => {
  it('answers a wrong setting with what is wrong, and nothing else', () => {
    const outdir = mkdtempSync(join(tmpdir(), 'tv-guide-app-'));
    const context = { ...cdkJson.context, streamMode: 'free', colour: 'red' };
    const { status, stdout, stderr } = spawnSync('node', ['bin/cdk-app.mjs'], {
      env: { ...process.env, CDK_OUTDIR: outdir, CDK_CONTEXT_JSON: JSON.stringify(context) },
      encoding: 'utf8',
    });
    const written = readdirSync(outdir);
    rmSync(outdir, { recursive: true });

    expect({ status, stdout, written }).toEqual({ status: 1, stdout: '', written: [] });
    expect(stderr.trimEnd().split('\n')).toEqual([
      'The deployment\'s settings are wrong (cdk.json, "context", or -c key=value):',
      expect.stringMatching(/^ {2}- colour is no setting; the settings are stage, /),
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

  it('names an app that needs no loader', () => {
    expect(cdkJson.app).toBe('node bin/cdk-app.mjs');
  });
});
