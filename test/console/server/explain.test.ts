import { describe, expect, it } from '@jest/globals';
import { explainForPage } from '../../../console/server/explain.ts';

const aws = { isLocal: false, region: 'eu-west-2', profile: 'streaming' };
const local = { isLocal: true, endpointUrl: 'http://127.0.0.1:8083' };
const answer = (name: string, message: string) => Object.assign(new Error(message), { name, $metadata: {} });
const broken = (code: string) => Object.assign(new Error(code), { code });

describe('an error on a page', () => {
  it.each([
    [
      answer('ExpiredTokenException', 'The security token included in the request is expired'),
      'the AWS credentials of this console have expired: sign in with `aws sso login --profile streaming`. This page then goes on',
    ],
    [
      answer('UnrecognizedClientException', 'The security token included in the request is invalid.'),
      'AWS does not accept the credentials of this console (The security token included in the request is invalid.): sign in',
    ],
    [
      answer('ThrottlingException', 'Rate exceeded'),
      'AWS limits the requests to Step Functions at the moment (ThrottlingException): this page tries again',
    ],
    [
      answer(
        'AccessDeniedException',
        'User: arn:aws:sts::1:assumed-role/reader/ann is not authorized to perform: states:ListExecutions on resource: x because no policy allows it',
      ),
      'the user or role arn:aws:sts::1:assumed-role/reader/ann may not call states:ListExecutions: ask for the permission',
    ],
    [answer('AccessDeniedException', 'No.'), 'AWS refuses access (No.): ask for the permission'],
    [broken('ECONNREFUSED'), 'Step Functions in eu-west-2 refuses connections: this page tries again'],
    [broken('ENOTFOUND'), 'Step Functions in eu-west-2 does not answer (ENOTFOUND): check the network'],
    [answer('SyntaxError', 'Unexpected token <'), 'Step Functions says SyntaxError: Unexpected token <'],
    [answer('StateMachineDoesNotExist', 'gone'), 'Step Functions says StateMachineDoesNotExist: gone'],
    [
      answer(
        'ExecutionDoesNotExist',
        "Execution Does Not Exist: 'arn:aws:states:eu-west-2:1:execution:m:run'",
      ),
      'Step Functions has no run m:run: it never existed',
    ],
    [new Error('of our own'), 'of our own'],
  ])('says what is wrong on AWS, and what to do %#', (error, words) => {
    const told = explainForPage(error, 'Step Functions', aws);

    expect(told).toContain(words);
    // Options belong to a terminal, except in a command to copy.
    expect(told.replace(/`[^`]*`/g, '')).not.toContain('--');
  });

  it.each([
    [
      broken('ECONNREFUSED'),
      'nothing answers at http://127.0.0.1:8083: the local runtime has ended or starts again',
    ],
    [
      broken('ECONNRESET'),
      'the server at http://127.0.0.1:8083 does not answer (ECONNRESET): the local runtime is busy',
    ],
  ])('speaks of the runtime on this machine %#', (error, words) => {
    expect(explainForPage(error, 'Step Functions', local)).toContain(words);
  });
});
