import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { jest } from '@jest/globals';
import cdkJson from '../../../cdk.json' with { type: 'json' };
import { addDeployment } from '../../../infra/deployment.ts';

// A synthesis is a second of work, and several on a machine that is busy with other tests.
jest.setTimeout(60_000);

/** Properties of a CloudFormation resource, as far as the tests look into them. */
export type Properties = Readonly<Record<string, unknown>>;

/** A statement of a policy. */
export interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: unknown;
  readonly Resource: unknown;
  readonly Principal: { readonly Service: string };
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** The statements of the policy document under this key. */
export const statementsOf = (properties: Properties, key: string): readonly Statement[] =>
  (properties[key] as { readonly Statement: readonly Statement[] }).Statement;

/** A CloudFormation resource of a template. */
export interface Resource {
  readonly Type: string;
  readonly Properties: Properties;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
  readonly DependsOn?: readonly string[];
}

/** Both stacks of a deployment, synthesised without bundling the tasks. */
export interface Synthesised {
  readonly shared: Template;
  readonly ingestion: Template;
}

/**
 * Synthesises the deployment of cdk.json's stage, with some settings as `-c key=value` would give them.
 *
 * Left out is what takes long: bundling, which task-bundle.test.ts does, and the CDK's check against CloudFormation's
 * schemas, which deployment.test.ts does.
 *
 * The same settings are synthesised once in a suite: nobody changes a template.
 */
export function synthesise(overrides: Readonly<Record<string, unknown>> = {}): Synthesised {
  const key = JSON.stringify(overrides);
  const known = synthesised.get(key);
  if (known !== undefined) return known;
  const fresh = synthesiseAnew(overrides);
  synthesised.set(key, fresh);
  return fresh;
}

const synthesised = new Map<string, Synthesised>();

function synthesiseAnew(overrides: Readonly<Record<string, unknown>>): Synthesised {
  // The CDK would leave the one behind that it makes by itself.
  const outdir = mkdtempSync(join(tmpdir(), 'tv-guide-synthesis-'));
  try {
    const app = new App({
      outdir,
      // postCliContext and not context: the former wins over what the CDK's own environment says.
      postCliContext: {
        ...cdkJson.context,
        ...overrides,
        'aws:cdk:bundling-stacks': [],
        // A stack trace for each resource, which no template holds.
        'aws:cdk:disable-stack-trace': true,
      },
      treeMetadata: false,
      builtinCloudFormationValidation: false,
    });
    const { shared, ingestion } = addDeployment(app, process.cwd());
    return { shared: Template.fromStack(shared), ingestion: Template.fromStack(ingestion) };
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

/** A CloudFormation template, as far as the tests look into it. */
export interface TemplateJson {
  readonly Resources: Readonly<Record<string, Resource>>;
}

/** All resources with their logical ids. */
export function allResources(template: Template): [string, Resource][] {
  return Object.entries((template.toJSON() as TemplateJson).Resources);
}

/** The resources of a type with their logical ids. */
export function resourcesOf(template: Template, type: string): [string, Resource][] {
  return allResources(template).filter(([, resource]) => resource.Type === type);
}

/** The one resource of a type. */
export function onlyResource(template: Template, type: string): Resource {
  const found = resourcesOf(template, type);
  if (found.length !== 1) throw new Error(`${found.length} resources of type ${type}`);
  return found[0]![1];
}

/** The resource of a type whose physical name this is. */
export function resourceNamed(template: Template, type: string, name: string): Resource {
  const found = resourcesOf(template, type).find(([, { Properties }]) => Properties['Name'] === name);
  if (found === undefined) throw new Error(`There is no ${type} ${name}`);
  return found[1];
}

/** The state machine of this name. */
export function stateMachineNamed(template: Template, name: string): Properties {
  const machines = resourcesOf(template, 'AWS::StepFunctions::StateMachine').map(([, resource]) => resource);
  const found = machines.find(({ Properties }) => Properties['StateMachineName'] === name);
  if (found === undefined) throw new Error(`There is no state machine ${name}`);
  return found.Properties;
}

/** `Fn::Join` with references to pseudo parameters as one readable text: `arn:${AWS::Partition}:...`. */
export function readable(value: unknown): string {
  if (typeof value === 'string') return value;
  const node = value as Readonly<Record<string, unknown>>;
  const join = node['Fn::Join'];
  if (Array.isArray(join)) return (join[1] as unknown[]).map(readable).join(join[0] as string);
  const attribute = node['Fn::GetAtt'];
  if (Array.isArray(attribute)) return `\${${attribute.join('.')}}`;
  return `\${${String(node['Ref'])}}`;
}
