import type { Workflow } from './definition.ts';
import { SCHEDULED_RETRY_POLICY } from './retry-policy.ts';
import { withRetryPolicy } from './substitutions.ts';

/** The definition of title-ingestion for AWS as text: with the retry policy, and the other placeholders. */
export const titleIngestionText = withRetryPolicy(SCHEDULED_RETRY_POLICY);

/** The definition as an object. */
export const titleIngestion = JSON.parse(titleIngestionText) as Workflow;
