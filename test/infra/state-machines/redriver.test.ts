import validate from 'asl-validator';
import { describe, expect, it } from '@jest/globals';
import definition from '../../../workflow/redrive-failed-run.asl.json' with { type: 'json' };
import { PARTITIONS, resourcesIn } from '../support/partitions.ts';
import { synthesise } from '../support/synthesise.ts';
import { onlyResource, readable, resourcesOf, stateMachineNamed, statementsOf } from '../support/template.ts';

const { ingestion } = synthesise();
const machine = stateMachineNamed(ingestion, 'redrive-failed-run');
const text = machine['DefinitionString'] as string;
const substitutions = machine['DefinitionSubstitutions'] as Readonly<Record<string, unknown>>;

describe('the state machine redrive-failed-run', () => {
  it('is the definition in workflow/', () => {
    expect(JSON.parse(text)).toEqual(definition);
  });

  it.each(PARTITIONS)('is valid as deployed in the partition %s', (partition) => {
    const deployed: unknown = JSON.parse(
      text.replaceAll(/\$\{(\w+)\}/g, (_, name: string) =>
        readable(substitutions[name])
          .replace('${AWS::Partition}', partition)
          .replace(/^\$\{(.*)\.Arn\}$/, `arn:${partition}:lambda:eu-west-2:123456789012:function:$1`),
      ),
    );

    expect(resourcesIn(deployed)).toEqual(
      resourcesIn(deployed).filter((arn) => arn.startsWith(`arn:${partition}:`)),
    );
    expect(validate(deployed)).toEqual(expect.objectContaining({ isValid: true, errors: [] }));
  });

  it('has the right value for each placeholder', () => {
    const judge = resourcesOf(ingestion, 'AWS::Lambda::Function').find(([id]) =>
      id.startsWith('JudgeFailedRun'),
    )!;

    expect(substitutions).toEqual({
      Partition: { Ref: 'AWS::Partition' },
      JudgeFailedRunFunctionArn: { 'Fn::GetAtt': [judge[0], 'Arn'] },
    });
  });

  it('waits 15 minutes first', () => {
    const judge = resourcesOf(ingestion, 'AWS::Lambda::Function').find(([id]) =>
      id.startsWith('JudgeFailedRun'),
    )!;

    expect(judge[1].Properties['Environment']).toMatchObject({ Variables: { REDRIVE_WAIT_SECONDS: '900' } });
  });

  it('logs everything with its data, and traces', () => {
    expect(machine['LoggingConfiguration']).toMatchObject({ Level: 'ALL', IncludeExecutionData: true });
    expect(machine['TracingConfiguration']).toEqual({ Enabled: true });
  });
});

describe('the rule', () => {
  const { Properties } = onlyResource(ingestion, 'AWS::Events::Rule');
  const logicalId = (start: string): unknown =>
    resourcesOf(ingestion, 'AWS::StepFunctions::StateMachine').find(([id]) => id.startsWith(start))?.[0];

  it('matches failed and timed-out runs of this machine, but no children and no stopped runs', () => {
    expect(Properties['EventPattern']).toEqual({
      source: ['aws.states'],
      'detail-type': ['Step Functions Execution Status Change'],
      detail: {
        stateMachineArn: [{ Ref: logicalId('TitleIngestion') }],
        status: ['FAILED', 'TIMED_OUT'],
      },
    });
  });

  it('starts the redriver with the detail of the event, and tries for a day', () => {
    expect(Properties['Targets']).toEqual([
      expect.objectContaining({
        Arn: { Ref: logicalId('Redriver') },
        InputPath: '$.detail',
        RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
      }),
    ]);
  });

  it('keeps undelivered events in its own queue, which accepts no other rule', () => {
    const [[queueId]] = resourcesOf(ingestion, 'AWS::SQS::Queue').filter(([id]) =>
      id.startsWith('Redriver'),
    ) as [[string, unknown]];
    const allowed = resourcesOf(ingestion, 'AWS::SQS::QueuePolicy')
      .flatMap(([, policy]) => statementsOf(policy.Properties, 'PolicyDocument'))
      .filter(({ Effect }) => Effect === 'Allow');

    expect(Properties['Targets']).toEqual([
      expect.objectContaining({ DeadLetterConfig: { Arn: { 'Fn::GetAtt': [queueId, 'Arn'] } } }),
    ]);
    expect(allowed).toEqual([
      expect.objectContaining({
        Action: 'sqs:SendMessage',
        Resource: { 'Fn::GetAtt': [queueId, 'Arn'] },
        Principal: { Service: 'events.amazonaws.com' },
        Condition: {
          ArnEquals: { 'aws:SourceArn': { 'Fn::GetAtt': [expect.stringMatching(/^RedriverRule/), 'Arn'] } },
        },
      }),
    ]);
  });

  it.each([
    ['true', 'ENABLED'],
    ['false', 'DISABLED'],
  ])('with redriveFailedRuns=%s is %s', (redriveFailedRuns, state) => {
    const rule = onlyResource(synthesise({ redriveFailedRuns }).ingestion, 'AWS::Events::Rule');

    expect(rule.Properties['State']).toBe(state);
  });
});
