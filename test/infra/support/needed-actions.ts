import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { allStates, type State, type Workflow } from '../../../workflow/definition.ts';

/** What IAM calls a service, where the SDK and Step Functions call it otherwise. */
const IAM_PREFIXES: Readonly<Record<string, string>> = { sfn: 'states', 'secrets-manager': 'secretsmanager' };

/** What IAM calls an action, where it is not the name of the API's operation. */
const IAM_ACTIONS: Readonly<Record<string, string>> = { 'lambda:Invoke': 'lambda:InvokeFunction' };

/** https://docs.aws.amazon.com/step-functions/latest/dg/iam-policies-eg-dist-map.html */
const DISTRIBUTED_MAP = [
  'states:DescribeExecution',
  'states:RedriveExecution',
  'states:StartExecution',
  'states:StopExecution',
];

/** The operation that a `Resource` names: `invoke` of `lambda`, `getParameter` of `aws-sdk:ssm`. */
const INTEGRATION = /:states:::(?:aws-sdk:)?(\w+):(\w+)$/;

/** `import { A, B } from '@aws-sdk/client-x'`, and the same of `export`. */
const STATIC = /(?:import|export)(?!\s+type\b)\s+(?:(?<names>[^;'"]*?)\s+from\s+)?'(?<specifier>[^']+)'/g;

/** `const { A, B } = await import('@aws-sdk/client-x')`. */
const DYNAMIC = /(?:\{(?<names>[^{}]*)\}\s*=\s*await\s+)?\bimport\(\s*'(?<specifier>[^']+)'\s*\)/g;

function iamAction(service: string, operation: string): string {
  const action = `${IAM_PREFIXES[service] ?? service}:${operation.charAt(0).toUpperCase()}${operation.slice(1)}`;
  return IAM_ACTIONS[action] ?? action;
}

/**
 * The actions of IAM that a definition needs, sorted.
 *
 * @throws Error for what this function cannot tell of: then it has to learn it
 */
export function actionsOfDefinition(definition: Workflow): string[] {
  return sorted(allStates(definition).flatMap(([name, state]) => actionsOfState(name, state)));
}

function actionsOfState(name: string, state: State): readonly string[] {
  if ('ItemReader' in state || 'ResultWriter' in state) {
    throw new Error(`"${name}" reads or writes S3, and nobody has said which actions that needs`);
  }
  if (state.Type === 'Map') {
    return state.ItemProcessor?.ProcessorConfig?.Mode === 'DISTRIBUTED' ? DISTRIBUTED_MAP : [];
  }
  if (state.Type !== 'Task') return [];
  const [, service, operation] = INTEGRATION.exec(state.Resource ?? '') ?? [];
  if (service === undefined || operation === undefined) {
    throw new Error(`"${name}" has a Resource of an unknown form: ${state.Resource ?? 'none'}`);
  }
  return [iamAction(service, operation)];
}

/** The placeholders that the definition invokes as functions, sorted. */
export function functionsOfDefinition(definition: Workflow): string[] {
  return sorted(
    allStates(definition).flatMap(
      ([, state]) => /^\$\{(\w+)\}$/.exec(state.Arguments?.FunctionName ?? '')?.[1] ?? [],
    ),
  );
}

/**
 * The actions of IAM that a module needs with all that it imports, sorted: one for each command of an SDK client.
 *
 * @param entry a TypeScript file
 * @throws Error for a package of the SDK that this function cannot tell of
 */
export function actionsOfModule(entry: string): string[] {
  const seen = new Set<string>();
  const actions: string[] = [];
  const visit = (file: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    const text = readFileSync(file, 'utf8');
    for (const { groups = {} } of [...text.matchAll(STATIC), ...text.matchAll(DYNAMIC)]) {
      const { names = '*', specifier = '' } = groups;
      if (specifier.startsWith('.')) {
        if (specifier.endsWith('.ts')) visit(join(dirname(file), specifier));
      } else if (specifier.startsWith('@aws-sdk/')) {
        actions.push(...actionsOfImport(specifier, names));
      }
    }
  };
  visit(entry);
  return sorted(actions);
}

function actionsOfImport(specifier: string, names: string): string[] {
  const [, service] = /^@aws-sdk\/client-([\w-]+)$/.exec(specifier) ?? [];
  if (service === undefined) throw new Error(`Nobody has said which actions ${specifier} needs`);
  if (names.includes('*')) throw new Error(`${specifier} is imported as a whole: name its commands`);
  const imported = [...names.matchAll(/(type\s+)?\b(\w+)(?:\s+as\s+\w+)?/g)];
  return imported.flatMap(([, isType, name = '']) => {
    const [, operation] = /^(\w+)Command$/.exec(name) ?? [];
    return isType !== undefined || operation === undefined ? [] : [iamAction(service, operation)];
  });
}

const sorted = (names: readonly string[]): string[] => [...new Set(names)].sort();
