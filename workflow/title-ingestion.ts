import type { Workflow } from './definition.ts';
import { SCHEDULED_RETRY_POLICY } from './retry-policy.ts';
import { withRetryPolicy } from './substitutions.ts';

/** The text of title-ingestion as AWS gets it: with the retry policy of a scheduled run, and all other placeholders. */
export const titleIngestionText = withRetryPolicy(SCHEDULED_RETRY_POLICY);

/** The same as an object. */
export const titleIngestion = JSON.parse(titleIngestionText) as Workflow;
