/* Generated from events/schemas by `npm run generate`; change the schemas, not this file. */
import type { ErrorObject } from 'ajv';

/** True if a value matches its schema. If not, `errors` of the function names the faults. */
export interface Validator {
  (value: unknown): boolean;
  errors?: null | SchemaError[];
}

/** An error of Ajv, without its message and the place in the schema. */
export type SchemaError = Omit<ErrorObject, 'schemaPath' | 'message'>;

export const BatchResult: Validator;
export const CatalogueItem: Validator;
export const CatalogueName: Validator;
export const CatalogueRecord: Validator;
export const CatalogueRow: Validator;
export const CheckWatchmodeInput: Validator;
export const ClaimItem: Validator;
export const DeferredItem: Validator;
export const DepartureEvent: Validator;
export const ExecutionInput: Validator;
export const FetchTitleDetailsInput: Validator;
export const FetchedTitle: Validator;
export const GenreEvent: Validator;
export const JudgeFailedRunInput: Validator;
export const Judgement: Validator;
export const ListNewTitlesInput: Validator;
export const Listing: Validator;
export const ProgressItem: Validator;
export const PublishTitlesInput: Validator;
export const PublishedBatch: Validator;
export const ReferenceItem: Validator;
export const ReferenceRequestItem: Validator;
export const RefreshReferenceDataInput: Validator;
export const RefreshedReferenceData: Validator;
export const RegionEvent: Validator;
export const RemovalEvent: Validator;
export const RunSummary: Validator;
export const SaveSweepInput: Validator;
export const SavedSweep: Validator;
export const ScheduledEvent: Validator;
export const SectionItem: Validator;
export const SourceEvent: Validator;
export const StreamEvent: Validator;
export const SweepPageItem: Validator;
export const TitleEvent: Validator;
export const TitleOutcome: Validator;
export const TitleRecord: Validator;
export const WatchmodeCheck: Validator;
export const WatermarkItem: Validator;
