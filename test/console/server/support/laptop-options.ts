import type { ConsoleOptions } from '../../../../console/server/context.ts';
import { stateMachineArn } from '../../../cli/support/fake-step-functions.ts';

/** The settings of a laptop's console without a stream, over the mocked Step Functions of the test. */
export const LAPTOP = {
  stepFunctions: { local: true, endpointUrl: 'http://127.0.0.1:9' },
  kinesis: null,
  streamName: 'ProgrammeDataStream',
  stateMachineArn,
  port: 0,
  allowChanges: true,
  standIn: null,
  logFileOf: null,
  nameTitles: null,
} satisfies Omit<ConsoleOptions, 'io'>;
