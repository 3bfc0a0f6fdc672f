import type { ErrorAdvice } from './error-advice.ts';

/**
 * What to do about the errors that AWS itself reports in this state machine, by the names that Step Functions shows:
 * https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html. docs/runbook.md says the same at
 * length.
 */
export const PLATFORM_ERROR_ADVICE = {
  'States.ExceedToleratedFailureThreshold': {
    summary: 'At least one child execution of the Map Run failed, and none may.',
    remedy: 'Open the Map Run and its failed children: their error is the one to look up. Then redrive.',
    redriveHelps: true,
  },
  'States.Timeout': {
    summary: 'A task, or the whole run, took longer than its TimeoutSeconds.',
    remedy: 'Find out what was slow; a redrive starts the clock again and goes on where the run stopped.',
    redriveHelps: true,
  },
  'States.TaskFailed': {
    summary: 'A task failed, and the service gave no name of its own.',
    remedy: 'Read the cause in the TaskFailed event, put it right, then redrive.',
    redriveHelps: true,
  },
  'DynamoDB.AmazonDynamoDBException': {
    summary: 'DynamoDB refused to write the watermark, through every attempt.',
    remedy:
      'Read the cause: if access is denied, run `npm run aws:repair`, which restores the role; else wait. Then redrive.',
    redriveHelps: true,
  },
  'DynamoDB.ConditionalCheckFailedException': {
    summary: 'The progress table holds a later watermark: a later run was faster.',
    remedy: 'Nothing has to be done: the state machine catches it.',
    redriveHelps: true,
  },
  'States.Permissions': {
    summary: 'The role of the state machine may not do what the state asks for.',
    remedy: 'Run `npm run aws:repair`, which restores the role, then redrive.',
    redriveHelps: true,
  },
  'States.QueryEvaluationError': {
    summary: 'A JSONata expression of the definition cannot be evaluated on the data at hand.',
    remedy:
      'This is a defect in the definition: correct it, deploy, and start another execution; a redrive keeps the old definition.',
    redriveHelps: false,
    isPermanent: true,
  },
  'States.Runtime': {
    summary: 'The definition asks for something that cannot be done at run time.',
    remedy:
      'This is a defect in the definition: correct it, deploy, and start another execution; a redrive keeps the old definition.',
    redriveHelps: false,
    isPermanent: true,
  },
  'States.DataLimitExceeded': {
    summary: 'A payload between two states is larger than 256 KiB.',
    remedy:
      'This is a defect, for payloads are kept below the limit: start another execution with fewer titles, and report it. A redrive would fetch every title again.',
    redriveHelps: false,
    isPermanent: true,
  },
  'Lambda.TooManyRequestsException': {
    summary: 'Lambda had no free concurrency through every attempt.',
    remedy: "Look for what uses up the account's concurrency, or lower batchesAtOnce, then redrive.",
    redriveHelps: true,
  },
  'Lambda.ServiceException': {
    summary: 'Lambda failed through every attempt.',
    remedy: 'Look at the AWS Health Dashboard; redrive once Lambda is well again.',
    redriveHelps: true,
  },
  'Lambda.AWSLambdaException': {
    summary: 'Lambda refused the invocation, or failed, through every attempt.',
    remedy:
      'Read the cause: if access is denied, run `npm run aws:repair`, which restores the role; else look at the AWS Health Dashboard. Then redrive.',
    redriveHelps: true,
  },
  'Lambda.SdkClientException': {
    summary: 'Step Functions could not reach Lambda through every attempt.',
    remedy: 'Look at the AWS Health Dashboard; redrive once Lambda is well again.',
    redriveHelps: true,
  },
  'Lambda.ClientExecutionTimeoutException': {
    summary: 'Step Functions waited in vain for an answer of Lambda through every attempt.',
    remedy: 'Look at the AWS Health Dashboard; redrive once Lambda is well again.',
    redriveHelps: true,
  },
  'Lambda.ResourceNotFoundException': {
    summary: 'The function does not exist: somebody deleted it.',
    remedy: 'Run `npm run aws:repair`, which makes it anew under the same name, then redrive.',
    redriveHelps: true,
  },
  'Runtime.OutOfMemory': {
    summary: 'The function used up its memory.',
    remedy: 'Raise taskMemoryMb, deploy, then redrive.',
    redriveHelps: true,
  },
  'Runtime.ExitError': {
    summary: "The function's process ended while it worked: out of memory, or a defect.",
    remedy:
      "Read the function's log for the REPORT line of the request; give it more memory if that was all used; then redrive.",
    redriveHelps: true,
  },
  'Lambda.Unknown': {
    summary:
      'The function ended without an error of its own: out of memory, out of time, or it did not start.',
    remedy:
      "Read the function's log for the REPORT line of the request; give it more memory if that was all used; then redrive.",
    redriveHelps: true,
  },
  'Sandbox.Timedout': {
    summary: "The function ran into Lambda's time-out through every attempt.",
    remedy: "Look in the function's log for what it waited for, then redrive.",
    redriveHelps: true,
  },
} as const satisfies Readonly<Record<string, ErrorAdvice>>;
