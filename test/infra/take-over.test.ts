import { describe, expect, it } from '@jest/globals';
import { TASKS } from '../../workflow/tasks.ts';
import { synthesise } from './support/synthesise.ts';
import { allResources, resourcesOf, type Resource } from './support/template.ts';

const { ingestion } = synthesise();
const resources = new Map(allResources(ingestion));
const [[triggerId, trigger]] = resourcesOf(ingestion, 'Custom::Trigger') as [[string, Resource]];

/** The resources that a resource depends on or refers to, directly or indirectly. */
function before(id: string, found = new Set<string>()): ReadonlySet<string> {
  const { Properties, DependsOn = [] } = resources.get(id)!;
  const text = JSON.stringify(Properties);
  const references = [...text.matchAll(/\{"(?:Ref|Fn::GetAtt)":\[?"(\w+)"/g)].map(([, name = '']) => name);
  for (const next of [...DependsOn, ...references]) {
    if (!resources.has(next) || found.has(next)) continue;
    found.add(next);
    before(next, found);
  }
  return found;
}

const idsOf = (type: string): string[] => resourcesOf(ingestion, type).map(([id]) => id);
const ofTasks = idsOf('AWS::Lambda::Function').filter((id) => !id.startsWith('AWSCDK'));
const isTakeOver = (id: string) => id.startsWith('TakeOverProgress');

describe('a deployment', () => {
  it('invokes take-over-progress, waits for it, and does so again when the function changes', () => {
    expect(idsOf('Custom::Trigger')).toHaveLength(1);
    const [version, ...others] = idsOf('AWS::Lambda::Version');

    expect(others).toEqual([]);
    expect(trigger.Properties).toMatchObject({
      HandlerArn: { Ref: version },
      InvocationType: 'RequestResponse',
      ExecuteOnHandlerChange: true,
    });
    expect(resources.get(version!)?.Properties['FunctionName']).toEqual({ Ref: ofTasks.find(isTakeOver) });
  });

  it('has a longer timeout for it than the function itself', () => {
    const { Timeout } = trigger.Properties;

    expect(Number(Timeout)).toBe(1_000 * (TASKS['take-over-progress'].timeoutSeconds + 10));
  });

  it('gives the function its permissions before that', () => {
    const policies = [...before(triggerId)].filter((id) => resources.get(id)?.Type === 'AWS::IAM::Policy');

    expect(policies).toEqual([expect.stringMatching(/^TakeOverProgressRole/)]);
  });

  it.each([
    ...ofTasks.filter((id) => !isTakeOver(id)),
    ...idsOf('AWS::StepFunctions::StateMachine'),
    ...idsOf('AWS::Scheduler::Schedule'),
    ...idsOf('AWS::Events::Rule'),
  ])('takes over before it creates or changes %s, so that no run uses the table first', (id) => {
    expect(before(id)).toContain(triggerId);
  });

  it("keeps the log of the CDK's own function no longer than the others", () => {
    const [provider] = resourcesOf(ingestion, 'AWS::Lambda::Function').filter(([id]) =>
      id.startsWith('AWSCDK'),
    );
    const { LogGroup } = provider![1].Properties['LoggingConfig'] as { LogGroup: { Ref: string } };

    expect(resources.get(LogGroup.Ref)).toMatchObject({
      Type: 'AWS::Logs::LogGroup',
      Properties: {
        LogGroupName: '/aws/lambda/title-ingestion-take-over-progress-trigger',
        RetentionInDays: 30,
      },
      DeletionPolicy: 'Delete',
    });
  });
});
