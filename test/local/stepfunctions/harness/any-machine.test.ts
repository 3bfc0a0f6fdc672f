import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Harness, type StateTest } from '../../../../local/stepfunctions/testing.ts';

const folder = join(import.meta.dirname, 'machines');
const NAMES = readdirSync(folder).map((file) => file.replace('.asl.json', ''));
const read = (name: string) => JSON.parse(readFileSync(join(folder, `${name}.asl.json`), 'utf8')) as object;

const harness = new Harness();
const test = (name: string, state: string, given?: StateTest) => harness.testState(read(name), state, given);

const TOKEN = { Task: { Token: 'token' } };
const failing = (error: string, cause = 'mocked') => ({ error: { error, cause } });

describe('a state machine that calls services which this runtime lacks', () => {
  it.each(NAMES)('cannot run, but only for what is lacking: %s', (name) => {
    const { result, diagnostics } = harness.engine.validateDefinition(JSON.stringify(read(name)));
    const errors = diagnostics.filter(({ severity }) => severity === 'ERROR');
    expect(result).toBe('FAIL');
    expect(new Set(errors.map(({ code }) => code))).toEqual(new Set(['UNSUPPORTED_FEATURE']));
  });

  it.each<[name: string, state: string, given: StateTest, tested: object]>([
    [
      'order-approval',
      'Ask',
      { input: { id: 7 }, context: TOKEN, result: { approver: 'Ada' } },
      {
        nextState: 'Tell',
        inspection: {
          afterArguments: expect.stringContaining('"MessageBody":{"order":7,"token":"token"}'),
          variables: '{"order":{"id":7},"approver":"Ada"}',
        },
      },
    ],
    [
      'order-approval',
      'Ask',
      { input: { id: 7 }, context: TOKEN, ...failing('States.Timeout') },
      { status: 'CAUGHT_ERROR', nextState: 'Remind' },
    ],
    [
      'order-approval',
      'Ask',
      { input: { id: 7 }, context: TOKEN, ...failing('Refused', 'too dear') },
      { status: 'CAUGHT_ERROR', nextState: 'Tell', inspection: { variables: '{"reason":"too dear"}' } },
    ],
    [
      'order-approval',
      'Tell',
      {
        variables: { order: { id: 7 }, approver: 'Ada' },
        result: { FailedEntryCount: 0, Entries: [{ EventId: '1' }] },
      },
      { output: 0 },
    ],
    [
      'nested-workflows',
      'Run child',
      { input: { id: 7 }, result: { Status: 'SUCCEEDED', Output: { total: 3 } } },
      { output: 3, nextState: 'Tell' },
    ],
    [
      'nested-workflows',
      'Run child',
      { input: { id: 7 }, ...failing('States.TaskFailed', '{"Error":"Watchmode.Unavailable"}') },
      { status: 'CAUGHT_ERROR', output: 'Watchmode.Unavailable' },
    ],
    [
      'data-pipeline',
      'Crawl',
      failing('Glue.CrawlerRunningException'),
      { status: 'CAUGHT_ERROR', nextState: 'Wait for crawler' },
    ],
    ['data-pipeline', 'Look at crawler', { result: { Crawler: { State: 'READY' } } }, { output: 'READY' }],
    ['data-pipeline', 'Crawled?', { input: 'RUNNING' }, { nextState: 'Wait for crawler' }],
    ['data-pipeline', 'Crawled?', { input: 'READY' }, { nextState: 'Transform' }],
    ['data-pipeline', 'Transform', { result: { JobRunState: 'SUCCEEDED' } }, { output: 'SUCCEEDED' }],
    [
      'data-pipeline',
      'Read result',
      {
        variables: { query: 'q' },
        result: { ResultSet: { Rows: [{}, { Data: [{ VarCharValue: '42' }] }] } },
      },
      { output: 42 },
    ],
    [
      'csv-import',
      'Import',
      {
        input: { bucket: 'b', key: 'titles.csv', limit: 3 },
        items: 'id,name\n1,a\n2,b\n3,c\n4,d\n',
        result: { ResultWriterDetails: { Bucket: 'b', Key: 'results/manifest.json' } },
      },
      {
        output: 'results/manifest.json',
        inspection: {
          maxConcurrency: 50,
          afterItemBatcher: expect.stringMatching(/^\[\{"BatchInput":\{"bucket":"b"\},"Items":.*\}, \{/),
        },
      },
    ],
    [
      'csv-import',
      'Import',
      {
        input: { bucket: 'b', key: 'titles.csv', limit: 3 },
        items: 'id\n1\n2\n3\n',
        failedIterations: 1,
        result: {},
      },
      { status: 'CAUGHT_ERROR', error: 'States.ExceedToleratedFailureThreshold', nextState: 'Alarm' },
    ],
    [
      'csv-import',
      'Store',
      { input: { Items: [{ row: { id: '1' } }, { row: { id: '2' } }] }, result: { UnprocessedItems: {} } },
      {
        inspection: {
          afterArguments:
            '{"RequestItems":{"titles":[{"PutRequest":{"Item":{"id":{"S":"1"}}}},{"PutRequest":{"Item":{"id":{"S":"2"}}}}]}}',
        },
      },
    ],
    [
      'image-analysis',
      'Analyse',
      { input: { bucket: 'b', key: 'k' }, result: [['Cat'], 2] },
      { output: { labels: ['Cat'], faces: 2 } },
    ],
    [
      'image-analysis',
      'Analyse',
      {
        input: { bucket: 'b', key: 'k' },
        ...failing('Rekognition.InvalidImageFormatException'),
        errorFrom: 'Faces',
      },
      { status: 'CAUGHT_ERROR', nextState: 'Quarantine' },
    ],
    [
      'image-analysis',
      'Labels',
      {
        input: { image: {} },
        result: {
          Labels: [
            { Name: 'Cat', Confidence: 99 },
            { Name: 'Dog', Confidence: 12 },
          ],
        },
      },
      { output: 'Cat' },
    ],
    ['batch-render', 'Render', { input: { scene: '1' }, result: { JobId: 'j' } }, { output: 'j' }],
    [
      'batch-render',
      'Render',
      { input: { scene: '1' }, ...failing('Batch.JobFailed'), retries: 1 },
      {
        status: 'RETRIABLE',
        inspection: { errorDetails: { retryIndex: 0, retryBackoffIntervalSeconds: 90 } },
      },
    ],
    ['batch-render', 'Publish', { result: { Containers: [{ ExitCode: 0 }] } }, { output: 0 }],
    ['batch-render', 'Failed', { input: 3 }, { error: 'Publish.Failed', cause: 'exit code 3' }],
    ['webhook', 'Call', { result: { StatusCode: 200, ResponseBody: { id: 'r' } } }, { output: 'r' }],
    [
      'webhook',
      'Call',
      { ...failing('States.Http.StatusCode.503'), retries: 2 },
      { status: 'RETRIABLE', inspection: { errorDetails: { retryBackoffIntervalSeconds: 60 } } },
    ],
    [
      'webhook',
      'Call',
      failing('States.Http.StatusCode.404'),
      { status: 'CAUGHT_ERROR', output: { status: '404' }, nextState: 'Park' },
    ],
    [
      'manual-review',
      'Review',
      { input: { title: 'Up' }, result: { rating: 5 } },
      { nextState: 'Good?', inspection: { variables: '{"rating":5}' } },
    ],
    [
      'manual-review',
      'Good?',
      { input: { title: 'Up' }, variables: { rating: 5 } },
      { nextState: 'Keep', output: { title: 'Up', rating: 5 } },
    ],
    [
      'manual-review',
      'Keep',
      { input: { title: 'Up', rating: 5 }, result: { Attributes: { rating: { N: '5' } } } },
      { output: '5' },
    ],
    [
      'summary',
      'Summarise',
      { input: { text: 'long' }, result: { Body: { content: [{ text: 'short' }] } } },
      { output: { summary: 'short' }, nextState: 'Speak' },
    ],
    [
      'reminder',
      'Schedule',
      { input: { id: 7, at: '2026-12-01T09:00:00' }, result: { ScheduleArn: 'arn' } },
      { output: 'arn' },
    ],
    [
      'reminder',
      'Known',
      { context: { Execution: { Input: { id: 7 } } }, result: { State: 'ENABLED' } },
      { output: 'ENABLED', inspection: { afterArguments: '{"Name":"remind-7"}' } },
    ],
    [
      'key-rotation',
      'Read secret',
      { result: { SecretString: '{"key":"old"}' } },
      { nextState: 'Rotate', inspection: { variables: '{"key":"old"}' } },
    ],
    [
      'key-rotation',
      'Rotate',
      { variables: { key: 'old' }, result: { StatusCode: 200, Payload: '{"key":"new"}' } },
      { output: 'new' },
    ],
    ['key-rotation', 'Tell all', { input: 'new', result: [2, 3] }, { output: 3 }],
    [
      'paged-scan',
      'Scan',
      {
        input: { ExclusiveStartKey: null },
        variables: { count: 100 },
        result: { Count: 2, Items: [{ id: { S: 'a' } }, { id: { S: 'b' } }] },
      },
      { output: { ExclusiveStartKey: null, Items: ['a', 'b'] }, inspection: { variables: '{"count":102}' } },
    ],
    ['paged-scan', 'More?', { input: { ExclusiveStartKey: null } }, { nextState: 'Done' }],
  ])('has states that can be tested: %s, %s with %j', async (name, state, given, tested) => {
    const result = await test(name, state, given);
    expect(result).toMatchObject({ status: expect.stringMatching(/^(?:SUCCEEDED|FAILED)$/), ...tested });
  });

  it('has mocks that are checked, as far as a model is at hand', async () => {
    const schedule = { input: { id: 7, at: '2026-12-01T09:00:00' } };
    await expect(test('reminder', 'Schedule', { ...schedule, result: {} })).rejects.toMatchObject({
      message: "Mock result schema validation error: Required field 'ScheduleArn' is missing",
    });
    const rotate = { variables: { key: 'old' }, result: { Payload: { key: 'new' } } };
    await expect(test('key-rotation', 'Rotate', rotate)).rejects.toMatchObject({
      message: "Mock result schema validation error: Field 'Payload' must be a string",
    });
    expect(await test('key-rotation', 'Rotate', { ...rotate, validation: 'NONE' })).toMatchObject({
      status: 'FAILED',
      error: 'States.QueryEvaluationError',
    });
  });

  it('has tasks that need a mock', async () => {
    await expect(test('webhook', 'Park')).rejects.toMatchObject({ name: 'InvalidDefinition' });
    await expect(test('nested-workflows', 'Run child')).rejects.toMatchObject({
      message: 'TestState needs a mock for the pattern .sync:2',
    });
  });
});
