import type { ErrorAdvice } from './error-advice.ts';

/**
 * Advice for errors of AWS itself, by the names that Step Functions shows:
 * https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html. docs/runbook.md has the details.
 */
export const PLATFORM_ERROR_ADVICE = {
  'States.ExceedToleratedFailureThreshold': {
    summary: 'At least one child execution of the Map Run failed.',
    remedy: 'Open the failed children of the Map Run and look up their error. Then redrive.',
    redriveHelps: true,
  },
  'States.Timeout': {
    summary: 'A task, or the whole run, took longer than its TimeoutSeconds.',
    remedy:
      'Find out what was slow, then redrive: the timeout starts again, and the run continues where it stopped.',
    redriveHelps: true,
  },
  'States.TaskFailed': {
    summary: 'A task failed without an error name from the service.',
    remedy: 'Read the cause in the TaskFailed event, correct it, then redrive.',
    redriveHelps: true,
  },
  'DynamoDB.AmazonDynamoDBException': {
    summary: 'DynamoDB refused to write the watermark on every attempt.',
    remedy:
      'Read the cause: if access is denied, run `npm run aws:repair`, which restores the role; otherwise wait. Then redrive.',
    redriveHelps: true,
  },
  'DynamoDB.ConditionalCheckFailedException': {
    summary: 'The progress table holds a later watermark: a later run was faster.',
    remedy: 'None needed: the state machine catches the error.',
    redriveHelps: true,
  },
  'States.Permissions': {
    summary: 'The role of the state machine lacks a permission that the state needs.',
    remedy: 'Run `npm run aws:repair`, which restores the role, then redrive.',
    redriveHelps: true,
  },
  'States.QueryEvaluationError': {
    summary: 'A JSONata expression of the definition cannot be evaluated with the given data.',
    remedy:
      'This is a defect in the definition: correct it, deploy, and start another execution; a redrive keeps the old definition.',
    redriveHelps: false,
    isPermanent: true,
  },
  'States.Runtime': {
    summary: 'The definition cannot be executed at this point.',
    remedy:
      'This is a defect in the definition: correct it, deploy, and start another execution; a redrive keeps the old definition.',
    redriveHelps: false,
    isPermanent: true,
  },
  'States.DataLimitExceeded': {
    summary: 'A payload between two states is larger than 256 KiB.',
    remedy:
      'This is a defect, because the definition keeps payloads below the limit: start another execution with fewer titles, and report it. A redrive would fetch every title again.',
    redriveHelps: false,
    isPermanent: true,
  },
  'Lambda.TooManyRequestsException': {
    summary: 'Lambda had no free concurrency on any attempt.',
    remedy: "Find out what uses the account's concurrency, or lower batchesAtOnce, then redrive.",
    redriveHelps: true,
  },
  'Lambda.ServiceException': {
    summary: 'Lambda failed on every attempt.',
    remedy: 'Check the AWS Health Dashboard; redrive once Lambda works again.',
    redriveHelps: true,
  },
  'Lambda.AWSLambdaException': {
    summary: 'Lambda refused the invocation or failed on every attempt.',
    remedy:
      'Read the cause: if access is denied, run `npm run aws:repair`, which restores the role; otherwise check the AWS Health Dashboard. Then redrive.',
    redriveHelps: true,
  },
  'Lambda.SdkClientException': {
    summary: 'Step Functions could not reach Lambda on any attempt.',
    remedy: 'Check the AWS Health Dashboard; redrive once Lambda works again.',
    redriveHelps: true,
  },
  'Lambda.ClientExecutionTimeoutException': {
    summary: 'Step Functions got no response from Lambda on any attempt.',
    remedy: 'Check the AWS Health Dashboard; redrive once Lambda works again.',
    redriveHelps: true,
  },
  'Lambda.ResourceNotFoundException': {
    summary: 'The function does not exist. It was deleted.',
    remedy: 'Run `npm run aws:repair`, which creates it again under the same name, then redrive.',
    redriveHelps: true,
  },
  'Runtime.OutOfMemory': {
    summary: 'The function used up its memory.',
    remedy: 'Raise taskMemoryMb, deploy, then redrive.',
    redriveHelps: true,
  },
  'Runtime.ExitError': {
    summary: "The function's process ended during the invocation: out of memory, or a defect.",
    remedy:
      "Find the REPORT line of the request in the function's log; if all memory was used, raise taskMemoryMb; then redrive.",
    redriveHelps: true,
  },
  'Lambda.Unknown': {
    summary:
      'The function ended without an error of its own: out of memory, out of time, or it did not start.',
    remedy:
      "Find the REPORT line of the request in the function's log; if all memory was used, raise taskMemoryMb; then redrive.",
    redriveHelps: true,
  },
  'Sandbox.Timedout': {
    summary: "The function exceeded Lambda's timeout on every attempt.",
    remedy: "Check in the function's log what it waited for, then redrive.",
    redriveHelps: true,
  },
} as const satisfies Readonly<Record<string, ErrorAdvice>>;
