/** The parsed `Resource` of a Task state. */
export type TaskResource =
  | {
      readonly kind: 'function';
      readonly arn: string;
    }
  | {
      readonly kind: 'service';
      readonly arn: string;
      /** `lambda`, or `aws-sdk:ssm` for an SDK integration. */
      readonly service: string;
      /** `invoke`, `getParameter`. */
      readonly action: string;
      /** The integration pattern. Absent: request response. */
      readonly pattern?: Pattern;
    }
  | { readonly kind: 'activity'; readonly arn: string };

type Pattern = 'sync' | 'sync:2' | 'waitForTaskToken';

/** True if a Task waits for a job that it starts, as `.sync` does. */
export function isJob(resource: TaskResource): boolean {
  return resource.kind === 'service' && resource.pattern?.startsWith('sync') === true;
}

const FUNCTION = /^arn:[a-z0-9-]+:lambda:[a-z0-9-]*:[0-9]*:function:.+$/;
const ACTIVITY = /^arn:[a-z0-9-]+:states:[a-z0-9-]+:[0-9]+:activity:.+$/;
const SERVICE =
  /^arn:[a-z0-9-]+:states:[a-z0-9-]*:[0-9]*:(aws-sdk:[A-Za-z0-9]+|[A-Za-z0-9-]+):([A-Za-z0-9]+)(?:\.(sync|sync:2|waitForTaskToken))?$/;

/**
 * Parses a `Resource`; `undefined` if Step Functions does not know the ARN.
 *
 * @see {@link https://docs.aws.amazon.com/step-functions/latest/dg/integrate-services.html}
 */
export function parseTaskResource(arn: string): TaskResource | undefined {
  if (FUNCTION.test(arn)) return { kind: 'function', arn };
  if (ACTIVITY.test(arn)) return { kind: 'activity', arn };
  const match = SERVICE.exec(arn);
  if (match === null) return undefined;
  const [, service, action, pattern] = match as unknown as readonly [string, string, string, Pattern?];
  const integration = { kind: 'service', arn, service, action } as const;
  return pattern === undefined ? integration : { ...integration, pattern };
}
