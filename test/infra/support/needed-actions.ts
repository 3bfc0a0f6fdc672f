import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { ProgressItem } from '../../../events/types.ts';
import { createProgressTable } from '../../../tasks/shared/progress/dynamodb-progress.ts';
import type { ProgressTable } from '../../../tasks/shared/progress/progress-table.ts';
import { allStates, type State, type Workflow } from '../../../workflow/definition.ts';

/** IAM's names of services that differ in the SDK and Step Functions. */
const IAM_PREFIXES: Readonly<Record<string, string>> = { sfn: 'states', 'secrets-manager': 'secretsmanager' };

/** IAM's names of actions that differ from the API's operations. */
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

/** The module with all requests to the progress table. A task needs only those that it sends. */
const PROGRESS_MODULE = 'dynamodb-items.ts';

/** `progress.readClaim(...)`, also with a type parameter. */
const PROGRESS_CALL = /\bprogress\.(?<method>\w+)(?:<\w+>)?\(/g;

/** A block of comments. Its examples call what the module itself does not. */
const COMMENT = /\/\*\*[^]*?\*\//g;

/** Packages of the SDK that make no request. */
const WITHOUT_REQUESTS = ['@aws-sdk/util-dynamodb'];

function iamAction(service: string, operation: string): string {
  const action = `${IAM_PREFIXES[service] ?? service}:${operation.charAt(0).toUpperCase()}${operation.slice(1)}`;
  return IAM_ACTIONS[action] ?? action;
}

/**
 * The actions of IAM that a definition needs, sorted.
 *
 * @throws Error for a state that this function does not support
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

/** Finds the DynamoDB operations of each method of the progress table by calling it. */
export async function progressOperations(): Promise<Readonly<Record<keyof ProgressTable, string[]>>> {
  const item: ProgressItem = { feed: 'new_titles', item: 'watermark', watermark: '2026-11-24T06:00:00Z' };
  const calls: { readonly [Method in keyof ProgressTable]: (table: ProgressTable) => Promise<unknown> } = {
    readWatermark: (table) => table.readWatermark('new_titles'),
    readClaim: (table) => table.readClaim('new_titles'),
    readReference: (table) => table.readReference('source'),
    readReferenceRequest: (table) => table.readReferenceRequest('source'),
    listDeferred: (table) => table.listDeferred('new_titles'),
    readDeferred: (table) => table.readDeferred('new_titles', [1]),
    readSection: (table) => table.readSection('GB:203'),
    listSweepPages: (table) => table.listSweepPages({ section: 'GB:203', slot: 'a' }),
    put: (table) => table.put(item, null),
    remove: (table) => table.remove(item),
  };
  const found = Object.entries(calls).map(async ([method, call]) => {
    const commands: string[] = [];
    const send = (command: object) => {
      commands.push(command.constructor.name);
      return Promise.resolve({});
    };
    await call(createProgressTable({ send } as Parameters<typeof createProgressTable>[0], 'progress'));
    return [method, commands.map((name) => name.replace(/Command$/, ''))] as const;
  });
  return Object.fromEntries(await Promise.all(found)) as Record<keyof ProgressTable, string[]>;
}

const OPERATIONS = await progressOperations();

/**
 * The actions of IAM that a module needs with its imports, sorted: one for each command and each paginator of an SDK
 * client, and one for each called method of the progress table.
 *
 * @param entry a TypeScript file
 * @throws Error for a package of the SDK that this function does not support
 */
export function actionsOfModule(entry: string): string[] {
  const seen = new Set<string>();
  const actions: string[] = [];
  const visit = (file: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    const text = readFileSync(file, 'utf8').replace(COMMENT, '');
    if (basename(file) === PROGRESS_MODULE) return;
    for (const { groups = {} } of text.matchAll(PROGRESS_CALL)) {
      actions.push(...actionsOfMethod(groups['method'] ?? ''));
    }
    for (const { groups = {} } of [...text.matchAll(STATIC), ...text.matchAll(DYNAMIC)]) {
      const { names = '*', specifier = '' } = groups;
      if (specifier.startsWith('.')) {
        if (specifier.endsWith('.ts')) visit(join(dirname(file), specifier));
      } else if (specifier.startsWith('@aws-sdk/') && !WITHOUT_REQUESTS.includes(specifier)) {
        actions.push(...actionsOfImport(specifier, names));
      }
    }
  };
  visit(entry);
  return sorted(actions);
}

function actionsOfMethod(method: string): string[] {
  if (!Object.hasOwn(OPERATIONS, method)) throw new Error(`The progress table has no method ${method}`);
  return OPERATIONS[method as keyof ProgressTable].map((operation) => iamAction('dynamodb', operation));
}

function actionsOfImport(specifier: string, names: string): string[] {
  const [, service] = /^@aws-sdk\/client-([\w-]+)$/.exec(specifier) ?? [];
  if (service === undefined) throw new Error(`Nobody has said which actions ${specifier} needs`);
  if (names.includes('*')) throw new Error(`${specifier} is imported as a whole: name its commands`);
  const imported = [...names.matchAll(/(type\s+)?\b(\w+)(?:\s+as\s+\w+)?/g)];
  return imported.flatMap(([, isType, name = '']) => {
    const operation = /^(\w+)Command$/.exec(name)?.[1] ?? /^paginate(\w+)$/.exec(name)?.[1];
    return isType !== undefined || operation === undefined ? [] : [iamAction(service, operation)];
  });
}

const sorted = (names: readonly string[]): string[] => [...new Set(names)].sort();
