/** The help text of an operand that names an execution. */
export const EXECUTION = 'its name or ARN, or "last" for the newest one (default: last)';
