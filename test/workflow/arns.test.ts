import { describe, expect, it } from '@jest/globals';
import {
  executionArnOf,
  isChildArn,
  isStatesArn,
  looksLikeArn,
  nameOf,
  partsOf,
  statesArn,
} from '../../workflow/arns.ts';

const PREFIX = 'arn:aws:states:eu-west-2:123456789012';
const MACHINE = `${PREFIX}:stateMachine:title-ingestion`;

describe('the parts of an ARN', () => {
  it.each([
    [MACHINE, 'stateMachine', 'title-ingestion'],
    [`${PREFIX}:execution:title-ingestion:run`, 'execution', 'title-ingestion:run'],
    [`${PREFIX}:execution:title-ingestion/Map:child`, 'execution', 'title-ingestion/Map:child'],
    [`${PREFIX}:express:title-ingestion/Map:child:uuid`, 'express', 'title-ingestion/Map:child:uuid'],
    [`${PREFIX}:mapRun:title-ingestion/Map:uuid`, 'mapRun', 'title-ingestion/Map:uuid'],
  ])('are those of %s', (arn, kind, resource) => {
    const facts = { prefix: PREFIX, region: 'eu-west-2', account: '123456789012' };

    expect(partsOf(arn)).toEqual({ ...facts, kind, resource });
  });

  it('are empty where a text has none', () => {
    expect(partsOf('run')).toEqual({ prefix: 'run', region: '', account: '', kind: '', resource: '' });
  });
});

it.each([
  [MACHINE, 'title-ingestion'],
  [`${PREFIX}:execution:title-ingestion:run`, 'run'],
  ['title-ingestion:run', 'run'],
  ['run', 'run'],
])('finds the name at the end of %s', (arn, name) => {
  expect(nameOf(arn)).toBe(name);
});

it('distinguishes the ARN of one kind from others and from names', () => {
  const execution = executionArnOf(statesArn(MACHINE, 'stateMachine'), 'run');

  expect(execution).toBe(`${PREFIX}:execution:title-ingestion:run`);
  expect(isStatesArn(execution, 'execution')).toBe(true);
  expect(isStatesArn(execution, 'stateMachine')).toBe(false);
  expect(isStatesArn('arn:aws:lambda:eu-west-2:123456789012:execution:x', 'execution')).toBe(false);
  expect(isStatesArn('run', 'execution')).toBe(false);
});

it('refuses an ARN of another kind', () => {
  expect(statesArn(MACHINE, 'stateMachine')).toBe(MACHINE);
  expect(() => statesArn(MACHINE, 'execution', 'express')).toThrow(
    `"${MACHINE}" is not the ARN of execution or express`,
  );
  expect(() => statesArn('run', 'execution')).toThrow('"run" is not the ARN of execution');
});

it.each([
  [`${PREFIX}:execution:title-ingestion:run`, false],
  [`${PREFIX}:execution:title-ingestion/Map:child`, true],
])('detects whether %s is a child', (arn, isChild) => {
  expect(isChildArn(arn)).toBe(isChild);
});

it.each([
  [MACHINE, true],
  ['arn:aws:kinesis:eu-west-2:123456789012:stream/titles', true],
  ['title-ingestion', false],
])('detects whether %s is meant to be an ARN', (text, looks) => {
  expect(looksLikeArn(text)).toBe(looks);
});
