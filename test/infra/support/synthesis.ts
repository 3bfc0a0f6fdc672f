import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import cdkJson from '../../../cdk.json' with { type: 'json' };
import { addDeployment } from '../../../infra/deployment.ts';
import type { TemplateJson } from './template.ts';

/** Settings of a deployment, as from `-c key=value`. */
export type Settings = Readonly<Record<string, unknown>>;

/** The templates of the stacks, synthesised without bundling the tasks. */
export interface Synthesised {
  readonly shared: TemplateJson;
  readonly ingestion: TemplateJson;
  readonly catalogue: TemplateJson;
}

/**
 * Synthesises the deployment of cdk.json's stage in this process, with some settings of its own.
 *
 * It leaves out two slow steps: bundling, which task-bundle.test.ts does, and the CDK's check against CloudFormation's
 * schemas, which deployment.test.ts does.
 */
export function synthesiseNow(settings: Settings = {}): Synthesised {
  // Without an outdir, the CDK creates one and does not remove it.
  const outdir = mkdtempSync(join(tmpdir(), 'tv-guide-synthesis-'));
  try {
    const app = new App({
      outdir,
      // postCliContext overrides the CDK's own environment, unlike context.
      postCliContext: {
        ...cdkJson.context,
        ...settings,
        'aws:cdk:bundling-stacks': [],
        // Avoids a stack trace for each resource.
        'aws:cdk:disable-stack-trace': true,
      },
      treeMetadata: false,
      builtinCloudFormationValidation: false,
    });
    const { shared, ingestion, catalogue } = addDeployment(app, process.cwd());
    return {
      shared: templateOf(shared),
      ingestion: templateOf(ingestion),
      catalogue: templateOf(catalogue),
    };
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

/** The template of a stack. */
export const templateOf = (stack: Parameters<typeof Template.fromStack>[0]): TemplateJson =>
  Template.fromStack(stack).toJSON() as unknown as TemplateJson;
