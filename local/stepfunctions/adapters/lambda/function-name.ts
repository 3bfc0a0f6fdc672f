export interface FunctionName {
  readonly name: string;
  /** Version number, alias or `$LATEST`. */
  readonly qualifier?: string;
}

const NAME = '(?<name>[A-Za-z0-9_-]{1,140})(?::(?<qualifier>\\$LATEST|[A-Za-z0-9_-]{1,128}))?';
const FULL_ARN = new RegExp(`^arn:[a-z0-9-]+:lambda:[a-z0-9-]*:[0-9]*:function:${NAME}$`);
const PARTIAL_ARN = new RegExp(`^[0-9]{12}:(?:function:)?${NAME}$`);
const PLAIN = new RegExp(`^${NAME}$`);

/**
 * Parses a function's name, partial ARN or ARN, each with or without a qualifier. Returns undefined if it is invalid.
 *
 * @see {@link https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html#lambda-Invoke-request-FunctionName}
 */
export function parseFunctionName(text: string): FunctionName | undefined {
  const groups = (FULL_ARN.exec(text) ?? PARTIAL_ARN.exec(text) ?? PLAIN.exec(text))?.groups;
  const name = groups?.['name'];
  if (name === undefined) return undefined;
  const qualifier = groups?.['qualifier'];
  return qualifier === undefined ? { name } : { name, qualifier };
}
