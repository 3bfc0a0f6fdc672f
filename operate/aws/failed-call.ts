/** The kinds of failed calls of an SDK client. `refused call`: any other answer with an error. */
export type FailedCall =
  | 'refused connection'
  | 'unreachable'
  | 'no Region'
  | 'credentials'
  | 'throttled'
  | 'no permission'
  | 'another service'
  | 'refused call';

/** The codes of failed and broken connections. */
const NETWORK = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EPIPE',
]);

const SIGN_IN_AGAIN = new Set([
  'CredentialsProviderError',
  'ExpiredToken',
  'ExpiredTokenException',
  'InvalidClientTokenId',
  'InvalidSignatureException',
  'UnrecognizedClientException',
]);

const THROTTLED = new Set([
  'LimitExceededException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'ThrottlingException',
  'TooManyRequestsException',
]);

/**
 * Returns the kind of a failed call; undefined for an error of another origin.
 * @example if (kindOfFailure(error) === 'throttled') again()
 */
export function kindOfFailure(error: Error): FailedCall | undefined {
  const code = codeOf(error);
  if (code === 'ECONNREFUSED') return 'refused connection';
  if (NETWORK.has(code) || error.name === 'TimeoutError') return 'unreachable';
  if (error.message.startsWith('Region is missing')) return 'no Region';
  if (SIGN_IN_AGAIN.has(error.name)) return 'credentials';
  if (!('$metadata' in error)) return undefined;
  if (THROTTLED.has(error.name)) return 'throttled';
  if (error.name === 'AccessDeniedException') return 'no permission';
  return isForeign(error) ? 'another service' : 'refused call';
}

/**
 * Returns the code of an error. Node reports several failed addresses as one AggregateError with the first code.
 * @example codeOf(error) // 'ECONNREFUSED'; '' for an error without a code
 */
export function codeOf(error: Error): string {
  const { code } = error as NodeJS.ErrnoException;
  return typeof code === 'string' ? code : '';
}

/** Returns true if the answer is not one of an AWS service: no HTTP, no TLS, or other contents. */
function isForeign({ name, message }: Error): boolean {
  // An HTTP error without the name of an error, and the answer of another service of AWS.
  if (name === 'Unknown' || name === 'UnknownOperationException') return true;
  // The SDK parses every response as JSON or XML.
  return name === 'SyntaxError' || /parse error|\bEPROTO\b/i.test(message);
}
