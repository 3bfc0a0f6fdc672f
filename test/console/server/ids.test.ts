import { describe, expect, it } from '@jest/globals';
import { Arns, idOf } from '../../../console/server/ids.ts';
import { RequestProblem } from '../../../console/server/http/request.ts';
import { executionArnOf, mapRunArn, stateMachineArn } from '../../cli/support/fake-step-functions.ts';

const arns = new Arns(stateMachineArn);

describe('the ids in addresses', () => {
  it.each([
    executionArnOf('run'),
    executionArnOf('schedule-2026-11-24T06-00-00Z'),
    'arn:aws:states:eu-west-2:123456789012:execution:title-ingestion/IngestTitles:0c3b-7',
  ])('lead back to %s', (arn) => {
    expect(arns.run(idOf(arn))).toBe(arn);
  });

  it('lead back to a Map Run', () => {
    expect(arns.mapRun(idOf(mapRunArn))).toBe(mapRunArn);
  });

  it('stay within one account and Region', () => {
    expect(arns.run('another-machine:run')).toBe(
      'arn:aws:states:eu-west-2:123456789012:execution:another-machine:run',
    );
  });

  it.each([
    '',
    'run',
    ':run',
    'machine:',
    'machine:a:b',
    'machine/a/b:run',
    'machine:a b',
    'machine:run\n',
    'mach*ne:run',
    `machine:${'x'.repeat(201)}`,
    `${'x'.repeat(81)}:run`,
    'arn:aws:states:eu-west-2:123456789012:execution:title-ingestion:run',
  ])('are refused: %j', (id) => {
    const take = () => arns.run(id);

    expect(take).toThrow(RequestProblem);
    expect(take).toThrow(JSON.stringify(id));
  });
});
