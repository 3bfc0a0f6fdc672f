/** The greatest age of a record that Lambda accepts as a limit, in days. */
export const MAXIMUM_RECORD_AGE_DAYS = 7;

/**
 * Returns the age in seconds at which Lambda gives a record up: four hours less than the retention of the stream, so that
 * it reaches the destination of failures with its data.
 *
 * @param retentionHours - that of the stream, at least 24
 */
export function maximumRecordAge(retentionHours: number): number {
  return Math.min(retentionHours - 4, MAXIMUM_RECORD_AGE_DAYS * 24) * 3_600;
}

/** The function that consumes the stream, and its event source mapping, on AWS and on a laptop. */
export const UPDATE_CATALOGUE = {
  functionName: 'update-catalogue',
  description: 'Keeps the catalogue of titles from the stream',
  timeoutSeconds: 60,
  mapping: {
    /** The maximum number of records of an invocation. */
    batchSize: 100,
    /** The number of times that a record is sent again before it goes to the destination of failures. */
    maximumRetryAttempts: 5,
    /** That of a laptop, whose stream keeps records for 24 hours. A deployment derives its own from its stream. */
    maximumRecordAgeInSeconds: maximumRecordAge(24),
  },
} as const;
