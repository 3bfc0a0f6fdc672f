import { omitUndefined } from '../../interpreter/omit-undefined.ts';
import type { StateMock } from '../../interpreter/engine-api.ts';
import { validationException } from '../protocol/api-error.ts';
import { arn, cause, data, definition, error, name } from '../shapes/members.ts';
import { boolean, integer, oneOf, required, structure } from '../shapes/shape.ts';
import { operation } from './operation.ts';

/** @see {@link https://docs.aws.amazon.com/step-functions/latest/apireference/API_TestState.html} */
export const testState = operation(
  {
    definition: required(definition()),
    roleArn: arn(),
    input: data(),
    inspectionLevel: oneOf('INFO', 'DEBUG', 'TRACE'),
    revealSecrets: boolean(),
    variables: data(),
    stateName: name(),
    context: data(),
    mock: structure({
      result: data(),
      errorOutput: structure({ error: error(), cause: cause() }),
      fieldValidationMode: oneOf('STRICT', 'PRESENT', 'NONE'),
    }),
    stateConfiguration: structure({
      retrierRetryCount: integer({ min: 0 }),
      errorCausedByState: name(),
      mapIterationFailureCount: integer({ min: 0 }),
      mapItemReaderData: data(),
    }),
  },
  async (request, { engine }, signal) => {
    const { inspectionLevel = 'INFO', revealSecrets = false, mock, stateConfiguration, ...given } = request;
    if (revealSecrets && mock !== undefined) {
      throw validationException('TestState does not support RevealSecrets when a mock is specified.');
    }
    if (revealSecrets && inspectionLevel !== 'TRACE') {
      throw validationException('revealSecrets can only be used with the inspectionLevel TRACE');
    }
    const { definition: text, ...optional } = given;
    const test = {
      definition: text,
      ...omitUndefined({ ...optional, ...stateConfiguration, mock: mock && readMock(mock) }),
    };
    const outcome = await engine.testState(test, signal);
    const { inspection, ...answer } = outcome;
    return { ...answer, ...(inspectionLevel === 'INFO' ? {} : { inspectionData: inspection }) };
  },
);

interface MockRequest {
  readonly result: string | undefined;
  readonly errorOutput:
    | { readonly error: string | undefined; readonly cause: string | undefined }
    | undefined;
  readonly fieldValidationMode: 'STRICT' | 'PRESENT' | 'NONE' | undefined;
}

function readMock({ result, errorOutput, fieldValidationMode }: MockRequest): StateMock {
  if (result === undefined && errorOutput === undefined) {
    throw validationException(
      'One of the following fields is required for a test mock: [result, errorOutput].',
    );
  }
  if (result !== undefined && errorOutput !== undefined) {
    throw validationException(
      'A test mock should have only one of the following fields: [result, errorOutput].',
    );
  }
  if (result !== undefined) return { result, ...omitUndefined({ fieldValidationMode }) };
  return {
    errorOutput: omitUndefined({ error: errorOutput?.error, cause: errorOutput?.cause }),
  };
}
