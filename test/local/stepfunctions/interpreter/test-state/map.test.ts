import { describe, expect, it } from '@jest/globals';
import type { TestStateRequest } from '../../../../../local/stepfunctions/interpreter/engine-api.ts';
import { Harness } from '../../../../../local/stepfunctions/testing.ts';
import { distributed, program, task } from '../support/states.ts';

const harness = new Harness();
const test = (state: object, rest: Partial<TestStateRequest> = {}) =>
  harness.engine.testState({
    definition: JSON.stringify({ QueryLanguage: 'JSONata', End: true, ...state }),
    ...rest,
  });
const PASS = { I: { Type: 'Pass', End: true } };
const ERROR = { errorOutput: { error: 'E', cause: 'C' } };

describe('TestState of a Map or Parallel', () => {
  it('accepts a mock for the result of a Map, and shows the items and batches', async () => {
    const result = await test(
      {
        Type: 'Map',
        Items: '{% $states.input %}',
        ItemSelector: { v: '{% $states.context.Map.Item.Value %}' },
        ItemBatcher: { MaxItemsPerBatch: 2 },
        MaxConcurrency: 4,
        ToleratedFailureCount: 1,
        ToleratedFailurePercentage: 50,
        ItemProcessor: distributed({ I: { Type: 'Pass', End: true } }),
        Output: '{% $sum($states.result) %}',
      },
      { input: '[1,2,3]', mock: { result: '[1,2]' } },
    );
    expect(result).toMatchObject({
      status: 'SUCCEEDED',
      output: '3',
      inspection: {
        afterItemSelector: '[{"v":1}, {"v":2}, {"v":3}]',
        afterItemBatcher: '[{"Items":["{\\"v\\":1}","{\\"v\\":2}"]}, {"Items":["{\\"v\\":3}"]}]',
        maxConcurrency: 4,
        toleratedFailureCount: 1,
        toleratedFailurePercentage: 50,
      },
    });
    expect(result.inspection).not.toHaveProperty('result');
    expect(result.inspection).not.toHaveProperty('variables');
  });

  it('shows neither arguments nor result of a mocked Map or Parallel, but the concurrency of a Map', async () => {
    const map = { Type: 'Map', ItemProcessor: program({ I: { Type: 'Succeed' } }) };
    expect(await test(map, { input: '[1,2]', mock: { result: '[3,4]' } })).toMatchObject({
      output: '[3,4]',
      inspection: { input: '[1,2]', maxConcurrency: 0 },
    });
    const { inspection: shown } = await test(map, { input: '[1,2]', mock: { result: '[3,4]' } });
    expect(shown).not.toHaveProperty('toleratedFailureCount');
    expect(shown).not.toHaveProperty('toleratedFailurePercentage');
    const parallel = {
      Type: 'Parallel',
      Branches: [program({ A: { Type: 'Succeed' } })],
      Arguments: { a: 1 },
    };
    const { inspection } = await test(parallel, { mock: { result: '[1]' } });
    expect(inspection).toEqual({ input: '{}' });
  });

  it.each([
    { Type: 'Map', Items: [1], ItemProcessor: program({ I: { Type: 'Succeed' } }) },
    { Type: 'Parallel', Branches: [program({ A: { Type: 'Succeed' } })] },
  ])('accepts a mock for the failure of %j', async (state) => {
    const mock = { errorOutput: { error: 'E', cause: 'C' } };
    expect(await test(state, { mock })).toMatchObject({ status: 'FAILED', error: 'E', cause: 'C' });
  });

  it('fails a Map with more failed iterations than it tolerates, before it looks at the result', async () => {
    const state = {
      Type: 'Map',
      Items: [1, 2, 3],
      ItemBatcher: { MaxItemsPerBatch: 2 },
      ToleratedFailureCount: 1,
      ItemProcessor: distributed(PASS),
    };
    const failing = (mapIterationFailureCount: number, result = '[1,2]', rest: object = {}) =>
      test({ ...state, ...rest }, { mapIterationFailureCount, mock: { result } });
    const exceeded = {
      error: 'States.ExceedToleratedFailureThreshold',
      cause: 'The specified tolerated failure threshold was exceeded',
    };
    expect(await failing(1)).toMatchObject({ status: 'SUCCEEDED' });
    expect(await failing(2, '[1,2,3]')).toMatchObject({ status: 'FAILED', ...exceeded });
    await expect(failing(4)).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'Map iteration failure count must be less than or equal to the number of Map iterations',
    });
    const half = { ToleratedFailureCount: undefined, ToleratedFailurePercentage: 50 };
    expect(await failing(1, '[1,2]', half)).toMatchObject({ status: 'SUCCEEDED' });
    expect(await failing(2, '[1,2]', half)).toMatchObject({ status: 'FAILED', ...exceeded });
    // Without a limit, AWS does not judge.
    expect(await failing(2, '[1,2]', { ToleratedFailureCount: undefined })).toMatchObject({
      status: 'SUCCEEDED',
    });
    const retry = [{ ErrorEquals: ['Other'] }, { ErrorEquals: ['States.ExceedToleratedFailureThreshold'] }];
    expect(await failing(2, '[1,2]', { Retry: retry })).toMatchObject({
      status: 'RETRIABLE',
      inspection: { errorDetails: { retryIndex: 1, retryBackoffIntervalSeconds: 1 } },
    });
  });

  it('fails with a mocked error, whatever state it comes from', async () => {
    const inner = program({ Outer: { Type: 'Map', ItemProcessor: program(PASS), End: true } });
    const map = { Type: 'Map', Items: [1, 2], ToleratedFailureCount: 0, ItemProcessor: inner };
    const from = (errorCausedByState: string) =>
      test(map, { mock: ERROR, errorCausedByState, mapIterationFailureCount: 1 });
    expect(await from('Outer')).toMatchObject({ status: 'FAILED', error: 'E', cause: 'C' });
    expect(await from('I')).toMatchObject({ status: 'FAILED', error: 'E', cause: 'C' });
    await expect(from('Elsewhere')).rejects.toMatchObject({
      message: "There is no state 'Elsewhere' inside the tested state",
    });
  });

  it.each<[what: string, state: object, rest: Partial<TestStateRequest>, message: string]>([
    [
      'failed iterations of a task',
      task('f'),
      { mapIterationFailureCount: 1 },
      'MapIterationFailureCount is only supported when testing a Map state.',
    ],
    [
      'data for a Map without ItemReader',
      { Type: 'Map', Items: [1], ItemProcessor: program(PASS) },
      { mapItemReaderData: '[1]', mock: { result: '[1]' } },
      'MapItemReaderData is only supported when testing a Map state with ItemReader specified.',
    ],
    [
      'the origin of an error of a task',
      task('f'),
      { errorCausedByState: 'f', mock: ERROR },
      'ErrorCausedByState is only supported for a mocked error of a Map or Parallel state.',
    ],
    [
      'the origin of a result',
      { Type: 'Map', Items: [1], ItemProcessor: program(PASS) },
      { errorCausedByState: 'I', mock: { result: '[1]' } },
      'ErrorCausedByState is only supported for a mocked error of a Map or Parallel state.',
    ],
  ])('refuses %s', async (_what, state, rest, message) => {
    await expect(test(state, { mock: { result: '{}' }, ...rest })).rejects.toMatchObject({
      name: 'ValidationException',
      message,
    });
  });
});

describe('TestState of a Map with ItemReader', () => {
  const reading = (ReaderConfig: object | undefined, rest: object = {}) => ({
    Type: 'Map',
    ItemReader: {
      Resource: 'arn:aws:states:::s3:getObject',
      Arguments: { Bucket: '{% $states.input.bucket %}', Key: 'titles' },
      ...(ReaderConfig && { ReaderConfig }),
    },
    ItemSelector: { v: '{% $states.context.Map.Item.Value %}' },
    ItemProcessor: distributed(PASS),
    ...rest,
  });
  const read = async (mapItemReaderData: string, config: object | undefined, rest: object = {}) => {
    const count = { mapIterationFailureCount: 1, mock: ERROR };
    const { inspection } = await test(reading(config, rest), {
      input: '{"bucket":"b"}',
      mapItemReaderData,
      ...count,
    });
    return inspection;
  };

  it.each<[what: string, data: string, config: object | undefined, items: string]>([
    ['a JSON list', '[1,"a"]', { InputType: 'JSON' }, '[{"v":1}, {"v":"a"}]'],
    ['JSON lines', '{"a":1}\n\n{"a":2}\r\n', { InputType: 'JSONL' }, '[{"v":{"a":1}}, {"v":{"a":2}}]'],
    [
      'CSV with headers in its first line',
      'id,name\r\n1,"Ada, Countess ""L"""\n2\n',
      { InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW' },
      '[{"v":{"id":"1","name":"Ada, Countess \\"L\\""}}, {"v":{"id":"2","name":""}}]',
    ],
    [
      'CSV with given headers',
      '1|2',
      { InputType: 'CSV', CSVHeaderLocation: 'GIVEN', CSVHeaders: ['a', 'b'], CSVDelimiter: 'PIPE' },
      '[{"v":{"a":"1","b":"2"}}]',
    ],
    ['the objects of a bucket', '[{"Key":"a"}]', undefined, '[{"v":{"Key":"a"}}]'],
    ['the first items', '[1,2,3]', { InputType: 'JSON', MaxItems: '{% 1 + 1 %}' }, '[{"v":1}, {"v":2}]'],
  ])('reads %s', async (_what, data, config, items) => {
    const inspection = await read(data, config);
    expect(inspection.afterItemSelector).toBe(items);
    expect(inspection).not.toHaveProperty('afterItemsPointer');
  });

  it('shows the items that ItemsPointer finds', async () => {
    const data = '{"a/b":[{"items":[4,5]}]}';
    const config = { InputType: 'JSON', ItemsPointer: '/a~1b/0/items' };
    expect(await read(data, config)).toMatchObject({
      afterItemsPointer: '[4,5]',
      afterItemSelector: '[{"v":4}, {"v":5}]',
    });
  });

  it('checks the arguments of ItemReader', async () => {
    const result = await test(reading({ InputType: 'JSON' }), {
      mapItemReaderData: '[1]',
      mock: { result: '[1]' },
    });
    expect(result).toMatchObject({ status: 'FAILED', error: 'States.QueryEvaluationError' });
    expect(result.cause).toContain("for the field 'ItemReader/Arguments/Bucket' returned nothing");
  });

  it('has an object as the result of ResultWriter, whatever its items are', async () => {
    const ResultWriter = {
      Resource: 'arn:aws:states:::s3:putObject',
      Arguments: { Bucket: 'b' },
      WriterConfig: { Transformation: 'COMPACT', OutputType: 'JSON' },
    };
    const state = { Type: 'Map', Items: [1, 2], ResultWriter, ItemProcessor: distributed(PASS) };
    expect(await test(state, { mock: { result: '{"MapRunArn":"arn"}' } })).toMatchObject({
      output: '{"MapRunArn":"arn"}',
    });
    await expect(test(state, { mock: { result: '[1,2]' } })).rejects.toMatchObject({
      message: 'Mocked result must be a JSON object.',
    });
  });

  it.each<[what: string, data: string | undefined, config: object, message: string]>([
    [
      'no data',
      undefined,
      { InputType: 'JSON' },
      'ItemReader data must be specified when testing a Map state with ItemReader specified.',
    ],
    ['an object', '{}', { InputType: 'JSON' }, 'it must be a JSON array'],
    [
      'nothing at the pointer',
      '{"items":1}',
      { InputType: 'JSON', ItemsPointer: '/items/0' },
      'its /items/0 must be a JSON array',
    ],
    ['a torn file', '[1', { InputType: 'JSON' }, 'it is not JSON'],
    ['Parquet', 'PAR1', { InputType: 'PARQUET' }, 'this runtime does not read the InputType PARQUET'],
    ['an unknown delimiter', 'a', { InputType: 'CSV', CSVDelimiter: 'DOT' }, 'there is no CSVDelimiter DOT'],
  ])('refuses %s', async (_what, mapItemReaderData, config, message) => {
    const request = test(reading(config), {
      input: '{"bucket":"b"}',
      mock: { result: '[]' },
      ...(mapItemReaderData !== undefined && { mapItemReaderData }),
    });
    await expect(request).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining(message),
    });
  });
});
