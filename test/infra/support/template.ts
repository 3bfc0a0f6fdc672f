/** The tested properties of a CloudFormation resource. */
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

/** The tested parts of a CloudFormation template. */
export interface TemplateJson {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs?: Readonly<Record<string, Properties>>;
}

/** All resources with their logical ids. */
export function allResources(template: TemplateJson): [string, Resource][] {
  return Object.entries(template.Resources);
}

/** The resources of a type with their logical ids. */
export function resourcesOf(template: TemplateJson, type: string): [string, Resource][] {
  return allResources(template).filter(([, resource]) => resource.Type === type);
}

/** The one resource of a type. */
export function onlyResource(template: TemplateJson, type: string): Resource {
  const found = resourcesOf(template, type);
  if (found.length !== 1) throw new Error(`${found.length} resources of type ${type}`);
  return found[0]![1];
}

/** The resource of a type with this physical name. */
export function resourceNamed(template: TemplateJson, type: string, name: string): Resource {
  const found = resourcesOf(template, type).find(([, { Properties }]) => Properties['Name'] === name);
  if (found === undefined) throw new Error(`There is no ${type} ${name}`);
  return found[1];
}

/** The state machine of this name. */
export function stateMachineNamed(template: TemplateJson, name: string): Properties {
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
