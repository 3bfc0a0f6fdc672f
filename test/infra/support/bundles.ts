import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import cdkJson from '../../../cdk.json' with { type: 'json' };
import { HOST } from '../../../bench/first-invocation.ts';
import { madeOnce, sourcesKey } from '../../support/made-once.ts';
import type { TemplateJson } from './template.ts';

const run = promisify(execFile);

/** The folders with the deployed code of the functions, by the names of the functions. */
export type Bundles = ReadonlyMap<string, string>;

/** Synthesises the deployment of cdk.json's stage with the code of all functions, once for each change of the sources. */
export async function bundleFunctions(): Promise<Bundles> {
  // The same for each version of Node.js that runs it.
  const assembly = await madeOnce('task-bundles', () => sourcesKey(), synthesise);
  const functions = ['Ingestion', 'Catalogue'].flatMap((stack) => {
    const template = JSON.parse(
      readFileSync(join(assembly, `${stack}.template.json`), 'utf8'),
    ) as TemplateJson;
    return Object.values(template.Resources)
      .filter(({ Type, Properties }) => Type === 'AWS::Lambda::Function' && 'FunctionName' in Properties)
      .map(({ Properties }) => {
        const { S3Key } = Properties['Code'] as { S3Key: string };
        return [
          String(Properties['FunctionName']),
          join(assembly, `asset.${S3Key.replace(/\.zip$/, '')}`),
        ] as const;
      });
  });
  return new Map(functions);
}

/** Synthesises the deployment, and bundles the functions. */
async function synthesise(folder: string): Promise<void> {
  await run(process.execPath, [join(process.cwd(), 'bin/cdk-app.mjs')], {
    // Without the check against CloudFormation's schemas, which deployment.test.ts does.
    env: {
      ...process.env,
      CDK_VALIDATION: 'false',
      CDK_OUTDIR: folder,
      CDK_CONTEXT_JSON: JSON.stringify(cdkJson.context),
    },
  });
}

/** Invokes deployed code in a process with nothing but this environment. */
export async function invokeBundle(
  folder: string,
  event: unknown,
  env: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, unknown>>> {
  const { stdout } = await run(
    process.execPath,
    ['--input-type=module', '--eval', HOST, '--', join(folder, 'index.mjs'), JSON.stringify(event)],
    { env },
  );
  return JSON.parse(stdout.trimEnd().split('\n').at(-1)!) as Readonly<Record<string, unknown>>;
}
