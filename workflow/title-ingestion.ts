import type { Workflow } from './definition.ts';
import { PATIENCE_OF_A_SCHEDULE } from './patience.ts';
import { withPatience } from './substitutions.ts';

/** The text of title-ingestion as AWS gets it: with the patience of a schedule, and all other placeholders. */
export const titleIngestionText = withPatience(PATIENCE_OF_A_SCHEDULE);

/** The same as an object. */
export const titleIngestion = JSON.parse(titleIngestionText) as Workflow;
