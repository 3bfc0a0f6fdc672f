import { expect, it } from '@jest/globals';
import { Arns, namesIn } from '../../../../local/stepfunctions/interpreter/arn.ts';

const arns = new Arns('eu-west-2', '123456789012');

it.each([
  ['an execution', arns.execution('machine', 'run'), { machineName: 'machine', name: 'run' }],
  ['a child', arns.execution('machine/Map', 'child'), { machineName: 'machine/Map', name: 'child' }],
  [
    'an Express child',
    arns.expressExecution('machine/Map', 'c:u'),
    { machineName: 'machine/Map', name: 'c:u' },
  ],
  ['a text that is not an ARN', 'run', { machineName: '', name: '' }],
])('finds the names in the ARN of %s', (_, arn, names) => {
  expect(namesIn(arn)).toEqual(names);
});
