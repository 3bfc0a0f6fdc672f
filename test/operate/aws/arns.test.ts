import { describe, expect, it } from '@jest/globals';
import { executionArnOf, isStatesArn, nameOf, partsOf, placeOf } from '../../../operate/aws/arns.ts';

const PLACE = 'arn:aws:states:eu-west-2:123456789012';
const MACHINE = `${PLACE}:stateMachine:title-ingestion`;

describe('the parts of an ARN', () => {
  it.each([
    [MACHINE, 'stateMachine', 'title-ingestion'],
    [`${PLACE}:execution:title-ingestion:run`, 'execution', 'title-ingestion:run'],
    [`${PLACE}:execution:title-ingestion/Map:child`, 'execution', 'title-ingestion/Map:child'],
    [`${PLACE}:express:title-ingestion/Map:child:uuid`, 'express', 'title-ingestion/Map:child:uuid'],
    [`${PLACE}:mapRun:title-ingestion/Map:uuid`, 'mapRun', 'title-ingestion/Map:uuid'],
  ])('are those of %s', (arn, kind, resource) => {
    const facts = { place: PLACE, region: 'eu-west-2', account: '123456789012' };

    expect(partsOf(arn)).toEqual({ ...facts, kind, resource });
    expect(placeOf(arn)).toEqual({ region: 'eu-west-2', account: '123456789012' });
  });

  it('are empty where a text has none', () => {
    expect(partsOf('run')).toEqual({ place: 'run', region: '', account: '', kind: '', resource: '' });
  });
});

it.each([
  [MACHINE, 'title-ingestion'],
  [`${PLACE}:execution:title-ingestion:run`, 'run'],
  ['title-ingestion:run', 'run'],
  ['run', 'run'],
])('finds the name at the end of %s', (arn, name) => {
  expect(nameOf(arn)).toBe(name);
});

it('tells the ARN of one kind from others and from names', () => {
  const execution = executionArnOf(MACHINE, 'run');

  expect(execution).toBe(`${PLACE}:execution:title-ingestion:run`);
  expect(isStatesArn(execution, 'execution')).toBe(true);
  expect(isStatesArn(execution, 'stateMachine')).toBe(false);
  expect(isStatesArn('arn:aws:lambda:eu-west-2:123456789012:execution:x', 'execution')).toBe(false);
  expect(isStatesArn('run', 'execution')).toBe(false);
});
