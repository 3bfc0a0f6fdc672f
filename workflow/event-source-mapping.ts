/** The function that consumes the stream, and its event source mapping, on AWS and on a laptop. */
export const UPDATE_CATALOGUE = {
  functionName: 'update-catalogue',
  timeoutSeconds: 60,
  mapping: {
    /** The maximum number of records of an invocation. */
    batchSize: 100,
    /** The number of times that a record is sent again before it goes to the destination of failures. */
    maximumRetryAttempts: 5,
    /** Less than the shortest retention of the stream, 24 hours, so that a record reaches the destination with its data. */
    maximumRecordAgeInSeconds: 72_000,
  },
} as const;
