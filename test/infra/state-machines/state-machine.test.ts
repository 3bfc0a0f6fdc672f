import validate from 'asl-validator';
import { describe, expect, it } from '@jest/globals';
import { SCHEDULED_RETRY_POLICY } from '../../../workflow/retry-policy.ts';
import { withRetryPolicy } from '../../../workflow/substitutions.ts';
import { allStates } from '../../../workflow/definition.ts';
import { pascalCase, STATE_TASK_NAMES, TASKS } from '../../../workflow/tasks.ts';
import { titleIngestion } from '../../../workflow/title-ingestion.ts';
import { PARTITIONS, resourcesIn } from '../support/partitions.ts';
import { synthesise } from '../support/synthesise.ts';
import { readable, resourcesOf, stateMachineNamed } from '../support/template.ts';

const { ingestion } = synthesise({ batchesAtOnce: '4' });
const Properties = stateMachineNamed(ingestion, 'title-ingestion');
const text = Properties['DefinitionString'] as string;
const substitutions = Properties['DefinitionSubstitutions'] as Readonly<Record<string, unknown>>;

/** The definition that CloudFormation passes to Step Functions in a partition. */
const deployedIn = (partition: string): unknown =>
  JSON.parse(
    text.replaceAll(/\$\{(\w+)\}/g, (_, name: string) =>
      readable(substitutions[name])
        .replace('${AWS::Partition}', partition)
        .replace(/^\$\{(.*)\.Arn\}$/, `arn:${partition}:lambda:eu-west-2:123456789012:function:$1`),
    ),
  );

describe('the state machine', () => {
  it('is the definition in workflow/, with the retry policy of a scheduled run and the other placeholders included', () => {
    expect(JSON.parse(text)).toEqual(JSON.parse(withRetryPolicy(SCHEDULED_RETRY_POLICY)));
  });

  it('has the right value for each placeholder', () => {
    const functions = resourcesOf(ingestion, 'AWS::Lambda::Function').flatMap(
      ([id, { Properties: made }]) => {
        const task = STATE_TASK_NAMES.find((name) => made['FunctionName'] === `title-ingestion-${name}`);
        return task !== undefined && TASKS[task].invokedBy === 'title-ingestion'
          ? [[`${pascalCase(task)}FunctionArn`, { 'Fn::GetAtt': [id, 'Arn'] }]]
          : [];
      },
    );

    expect(substitutions).toEqual({
      Partition: { Ref: 'AWS::Partition' },
      ProgressTable: 'TvGuideProgress',
      ...Object.fromEntries(functions),
      BatchesAtOnce: '4',
    });
  });

  it.each(PARTITIONS)('is valid Amazon States Language as deployed in the partition %s', (partition) => {
    const deployed = deployedIn(partition);

    expect(resourcesIn(deployed)).toEqual(
      resourcesIn(deployed).filter((arn) => arn.startsWith(`arn:${partition}:`)),
    );
    expect(validate(deployed)).toEqual(expect.objectContaining({ isValid: true, errors: [] }));
    expect(JSON.stringify(deployed)).not.toContain('${');
  });

  it('is of the Standard type, which can be redriven, and has its fixed name', () => {
    expect(Properties).toMatchObject({ StateMachineType: 'STANDARD', StateMachineName: 'title-ingestion' });
  });

  it('logs everything with its data, and traces', () => {
    expect(Properties['LoggingConfiguration']).toMatchObject({ Level: 'ALL', IncludeExecutionData: true });
    expect(Properties['TracingConfiguration']).toEqual({ Enabled: true });
  });

  it('has a longer timeout for each function than the function itself', () => {
    const timeouts = new Map(
      resourcesOf(ingestion, 'AWS::Lambda::Function').map(([id, resource]) => [
        id,
        resource.Properties['Timeout'] as number,
      ]),
    );
    const invocations = allStates(titleIngestion).flatMap(([name, state]) => {
      const placeholder = /^\$\{(\w+)\}$/.exec(state.Arguments?.FunctionName ?? '')?.[1];
      if (placeholder === undefined) return [];
      const target = substitutions[placeholder] as { 'Fn::GetAtt': [string, string] };
      return [{ name, waits: state.TimeoutSeconds!, works: timeouts.get(target['Fn::GetAtt'][0])! }];
    });

    const invoked = STATE_TASK_NAMES.filter((task) => TASKS[task].invokedBy === 'title-ingestion');
    expect(invocations).toHaveLength(invoked.length);
    for (const { waits, works } of invocations) expect(works).toBe(waits - 10);
  });
});
