import batchResult from './schemas/batch-result.schema.json' with { type: 'json' };
import checkWatchmodeInput from './schemas/check-watchmode-input.schema.json' with { type: 'json' };
import common from './schemas/common.schema.json' with { type: 'json' };
import executionInput from './schemas/execution-input.schema.json' with { type: 'json' };
import fetchTitleDetailsInput from './schemas/fetch-title-details-input.schema.json' with { type: 'json' };
import listNewTitlesInput from './schemas/list-new-titles-input.schema.json' with { type: 'json' };
import listing from './schemas/listing.schema.json' with { type: 'json' };
import publishTitlesInput from './schemas/publish-titles-input.schema.json' with { type: 'json' };
import runSummary from './schemas/run-summary.schema.json' with { type: 'json' };
import scheduledEvent from './schemas/scheduled-event.schema.json' with { type: 'json' };
import streamEvent from './schemas/stream-event.schema.json' with { type: 'json' };
import titleOutcome from './schemas/title-outcome.schema.json' with { type: 'json' };
import titleRecord from './schemas/title-record.schema.json' with { type: 'json' };
import watchmodeCheck from './schemas/watchmode-check.schema.json' with { type: 'json' };
import watermark from './schemas/watermark.schema.json' with { type: 'json' };

/** Every schema of the contract. Their `$id`s resolve the references between them. */
export const schemas = [
  batchResult,
  checkWatchmodeInput,
  common,
  executionInput,
  fetchTitleDetailsInput,
  listNewTitlesInput,
  listing,
  publishTitlesInput,
  runSummary,
  scheduledEvent,
  streamEvent,
  titleOutcome,
  titleRecord,
  watchmodeCheck,
  watermark,
];

/** The address of each contract that is validated on its own. */
export const schemaIds = {
  BatchResult: batchResult.$id,
  CheckWatchmodeInput: checkWatchmodeInput.$id,
  ExecutionInput: executionInput.$id,
  FetchTitleDetailsInput: fetchTitleDetailsInput.$id,
  FetchedTitle: `${titleOutcome.$id}#/$defs/fetchedTitle`,
  ListNewTitlesInput: listNewTitlesInput.$id,
  Listing: listing.$id,
  PublishTitlesInput: publishTitlesInput.$id,
  RunSummary: runSummary.$id,
  ScheduledEvent: scheduledEvent.$id,
  StreamEvent: streamEvent.$id,
  TitleOutcome: titleOutcome.$id,
  TitleRecord: titleRecord.$id,
  WatchmodeCheck: watchmodeCheck.$id,
  Watermark: watermark.$id,
} as const;
