/** What an operator can put right; the message says how. */
export class OperatorError extends Error {
  override readonly name = 'OperatorError';
}

/** The names of errors by which the SDK says that nobody is signed in, or no longer. */
const NOT_SIGNED_IN = new Set([
  'CredentialsProviderError',
  'TokenProviderError',
  'ExpiredToken',
  'ExpiredTokenException',
  'InvalidClientTokenId',
  'UnrecognizedClientException',
  'UnauthorizedException',
]);

/** An SDK error as one line that says what to do. */
export function explain(error: unknown, profile: string | undefined): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof OperatorError) return error.message;
  if (NOT_SIGNED_IN.has(error.name)) {
    const login = `aws sso login${profile === undefined ? '' : ` --profile ${profile}`}`;
    return `Not signed in to AWS (${error.message}). Sign in with: ${login}`;
  }
  if (/ENOTFOUND|ECONNREFUSED|EAI_AGAIN/.test(error.message)) {
    return `AWS cannot be reached (${error.message}): check the network, and that the Region exists`;
  }
  if (error.message.includes('Region is missing')) {
    return 'No AWS Region: add one to the profile, or pass --region';
  }
  return `${error.name}: ${error.message}`;
}
