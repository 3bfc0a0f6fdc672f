/* Generated from events/schemas by `npm run generate`; change the schemas, not this file. */

export type Count = number;
/**
 * A deferred title's ID and the letter of its last error (events/feed-progress.ts), for example `3173903 U`.
 */
export type NamedTitle = string;
/**
 * Watchmode's own identifier of a title.
 */
export type TitleId = number;
/**
 * A moment, RFC 3339 with an offset, for example 2026-11-24T06:00:00Z.
 */
export type Instant = string;
/**
 * The Watchmode listing that says which titles a run is about.
 */
export type Feed =
  | 'new_titles'
  | 'titles_details_changed'
  | 'titles_sources_changed'
  | 'titles_episodes_changed'
  | 'releases';
/**
 * Watchmode's kinds of title.
 */
export type TitleType = 'movie' | 'tv_series' | 'tv_special' | 'tv_miniseries' | 'tv_movie' | 'short_film';
/**
 * A country, ISO 3166-1 alpha-2, upper case. The United Kingdom is GB.
 */
export type Region = string;
/**
 * @minItems 1
 * @maxItems 60
 */
export type Regions = Region[];
/**
 * What became of one title in Fetch titles: the record, or why there is none.
 */
export type TitleOutcome = FetchedTitle | UnfetchedTitle;
/**
 * A title's ID, when the first run that deferred it was started (epoch seconds), how many runs have deferred it, and the letter of the last error (events/feed-progress.ts), for example `3173903 1795500003 2 U`.
 */
export type DeferredEntry = string;

/**
 * Every contract by its name.
 */
export interface Contracts {
  BatchResult: BatchResult;
  CheckWatchmodeInput: CheckWatchmodeInput;
  TitleId: TitleId;
  Instant: Instant;
  Feed: Feed;
  TitleType: TitleType;
  Region: Region;
  Regions: Regions;
  Count: Count;
  Window: Window;
  SetAsideTitle: SetAsideTitle;
  NamedTitle: NamedTitle;
  ExecutionInput: ExecutionInput;
  FetchTitleDetailsInput: FetchTitleDetailsInput;
  OtherRun: OtherRun;
  ListNewTitlesInput: ListNewTitlesInput;
  Run: Run;
  Listing: Listing;
  Batch: Batch;
  PublishTitlesInput: PublishTitlesInput;
  PublishedBatch: PublishedBatch;
  RunSummary: RunSummary;
  ScheduledEvent: ScheduledEvent;
  Tally: Tally;
  SettleDeferredInput: SettleDeferredInput;
  Progress: Progress;
  Settlement: Settlement;
  StreamEvent: StreamEvent;
  FetchedTitle: FetchedTitle;
  UnfetchedTitle: UnfetchedTitle;
  TitleOutcome: TitleOutcome;
  NamedId: NamedId;
  Source: Source;
  TitleRecord: TitleRecord;
  WatchmodeCheck: WatchmodeCheck;
  DeferredEntry: DeferredEntry;
  Watermark: Watermark;
}
/**
 * What one child of the Map Run leaves behind: a few bytes, since 2,500 of them meet in one state.
 */
export interface BatchResult {
  published: Count;
  skipped: Count;
  deferred: Count;
  credits: Count;
  /**
   * The deferred titles, as many as fit into the batch's share of the payload quota.
   */
  named: NamedTitle[];
  /**
   * The titles that were not published, with their reasons, as many as fit after that.
   */
  setAside: SetAsideTitle[];
}
/**
 * A title that was not published, and why. `skipped`: Watchmode does not know it. `deferred`: it could not be had now, and the feed's next run tries again. `rejected`: it was deferred by as many runs as there may be, and no run tries again.
 */
export interface SetAsideTitle {
  titleId: TitleId;
  outcome: 'skipped' | 'deferred' | 'rejected';
  reason: string;
}
/**
 * What the state machine asks check-watchmode.
 */
export interface CheckWatchmodeInput {
  fetched: Count;
}
/**
 * The span of time a run covers: start is inside, end is not.
 */
export interface Window {
  start: Instant;
  end: Instant;
}
/**
 * What an execution is started with, by the schedule or by hand. Every field is optional; an empty object means: the open window of the deployment's own feed, up to now.
 */
export interface ExecutionInput {
  /**
   * Who started the execution. Default: manual.
   */
  source?: 'schedule' | 'manual';
  scheduledTime?: Instant;
  feed?: Feed;
  window?: Window;
  /**
   * The titles to ingest instead of a listing. Does not move the watermark.
   *
   * @minItems 1
   * @maxItems 25000
   */
  titleIds?: TitleId[];
  /**
   * List only titles of these types. Default: all. Does not move the watermark.
   *
   * @minItems 1
   */
  types?: TitleType[];
  regions?: Regions;
  /**
   * Ingest at most this many titles of the listing, the first ones. Does not move the watermark.
   */
  maxTitles?: number;
  /**
   * Do everything but publish and move the watermark. Default: false.
   */
  dryRun?: boolean;
}
/**
 * One title to fetch.
 */
export interface FetchTitleDetailsInput {
  titleId: TitleId;
  regions: Regions;
}
/**
 * Another execution, as DescribeExecution shows it.
 */
export interface OtherRun {
  executionArn: string;
  name: string;
  startDate: Instant;
  status: string;
  /**
   * REDRIVABLE while it is RUNNING: a local runtime's process has died, and nobody is at work.
   */
  redriveStatus: string;
  /**
   * The text of its input; null when that is too long to be about the open window.
   */
  input: string | null;
}
/**
 * What the state machine hands to list-new-titles.
 */
export interface ListNewTitlesInput {
  /**
   * The execution's input as it came; the task validates it.
   */
  executionInput: unknown;
  executionArn: string;
  startedAt: Instant;
  /**
   * The text of the feed's watermark parameter, a Watermark; null when there is no parameter yet.
   */
  watermark: string | null;
  /**
   * The other executions that are at work.
   */
  otherRuns: OtherRun[];
}
/**
 * The facts of one run, resolved once by list-new-titles.
 */
export interface Run {
  feed: Feed;
  /**
   * The span the run covers; null when it was given titles instead, or ends at once.
   */
  window: Window | null;
  regions: Regions;
  dryRun: boolean;
  discovered: Count;
  /**
   * Whether the run covers all of the open window, so that its end may become the watermark.
   */
  advancesWatermark: boolean;
  /**
   * Whether the feed's list of deferred titles follows what becomes of this run's titles.
   */
  keepsDeferred: boolean;
  creditsUsed: Count;
  /**
   * How large one batch's result may be, so that all results together stay below the payload quota. Bytes of UTF-8 JSON.
   */
  batchResultBytes: number;
  /**
   * Why the run ends at once, without looking for titles; null for a run that does its work.
   */
  skippedBecause: string | null;
}
/**
 * What list-new-titles returns: the titles of one run and all that the later states need to know.
 */
export interface Listing {
  /**
   * The titles to ingest, each once: those that earlier runs have deferred, then the others in the listing's order.
   *
   * @maxItems 25000
   */
  titleIds: TitleId[];
  /**
   * Those of them that earlier runs have deferred.
   *
   * @maxItems 100
   */
  waiting: TitleId[];
  run: Run;
}
/**
 * What every child of the Map Run is told about the run.
 */
export interface Batch {
  feed: Feed;
  regions: Regions;
  dryRun: boolean;
  batchResultBytes: number;
  /**
   * Whether the batch holds its places until Watchmode's pace lets others take them.
   */
  keepsPace: boolean;
}
/**
 * One batch of titles to publish.
 */
export interface PublishTitlesInput {
  batch: Batch;
  outcomes: TitleOutcome[];
}
/**
 * What fetch-title-details returns.
 */
export interface FetchedTitle {
  titleId: TitleId;
  outcome: 'fetched';
  fetchedAt: Instant;
  placeHeldUntil: Instant;
  record: TitleRecord;
}
/**
 * A title as consumers of the stream see it. Version 1. What Watchmode does not know is null.
 */
export interface TitleRecord {
  schemaVersion: 1;
  watchmodeId: TitleId;
  /**
   * For example tt0903747.
   */
  imdbId: string | null;
  tmdbId: number | null;
  tmdbType: 'movie' | 'tv' | null;
  title: string;
  originalTitle: string | null;
  plotOverview: string | null;
  /**
   * Watchmode's kind of title; open, since Watchmode adds kinds.
   */
  type: string;
  runtimeMinutes: number | null;
  year: number | null;
  /**
   * The last year of a series that has ended.
   */
  endYear: number | null;
  releaseDate: string | null;
  genres: NamedId[];
  /**
   * 0 to 10.
   */
  userRating: number | null;
  /**
   * 0 to 100.
   */
  criticScore: number | null;
  /**
   * The United States content rating, for example TV-MA.
   */
  usRating: string | null;
  images: TitleImages;
  trailer: string | null;
  trailerThumbnail: string | null;
  /**
   * ISO 639-1.
   */
  originalLanguage: string | null;
  networks: NamedId[];
  relevancePercentile: number | null;
  popularityPercentile: number | null;
  /**
   * Where to watch it, in the wanted regions.
   */
  sources: Source[];
  sourcesOmitted: Count;
}
/**
 * An identifier of Watchmode's and its name.
 */
export interface NamedId {
  id: number;
  name: string;
}
/**
 * Addresses of artwork.
 */
export interface TitleImages {
  poster: string | null;
  posterMedium: string | null;
  posterLarge: string | null;
  backdrop: string | null;
}
/**
 * One way to watch a title.
 */
export interface Source {
  sourceId: number;
  name: string;
  /**
   * sub, rent, buy, free or tve; open, since Watchmode adds types.
   */
  type: string;
  region: Region;
  webUrl: string | null;
  iosUrl: string | null;
  androidUrl: string | null;
  /**
   * SD, HD or 4K.
   */
  format: string | null;
  /**
   * In the region's currency; null for a subscription.
   */
  price: number | null;
  seasons: number | null;
  episodes: number | null;
}
/**
 * A title without a record. `skipped`: Watchmode does not know it. `deferred`: it cannot be had, whatever Watchmode does for others. `unanswered`: there was no answer through all attempts.
 */
export interface UnfetchedTitle {
  titleId: TitleId;
  outcome: 'skipped' | 'deferred' | 'unanswered';
  /**
   * The name of the last error.
   */
  error: string;
  /**
   * What Step Functions has as its cause: of a function, its error as JSON, which may be cut off at the end.
   */
  cause: string;
}
/**
 * What publish-titles returns.
 */
export interface PublishedBatch {
  result: BatchResult;
  /**
   * How long Keep pace holds the batch's places, until Watchmode's pace lets others take them; 0 when nobody waits for them.
   */
  placeHeldSeconds: number;
  placeHeldUntil: Instant;
}
/**
 * The output of a successful execution. discovered = published + skipped + deferred + rejected.
 */
export interface RunSummary {
  feed: Feed;
  window: Window | null;
  dryRun: boolean;
  discovered: Count;
  published: Count;
  skipped: Count;
  deferred: Count;
  rejected: Count;
  creditsUsed: Count;
  /**
   * Where the next scheduled run takes up; null when this run did not move it.
   */
  watermark: Instant | null;
  /**
   * Whether the watermark stays where it was because more titles are deferred than are kept one by one: the next run lists this window again.
   */
  watermarkHeld: boolean;
  /**
   * The first 100 titles that were not published.
   *
   * @maxItems 100
   */
  setAside: SetAsideTitle[];
  setAsideOmitted: Count;
  deferredOmitted: Count;
  /**
   * Why the run ended at once, without looking for titles; null for a run that did its work.
   */
  skippedBecause: string | null;
}
/**
 * EventBridge's own scheduled event, accepted as an execution input: its `time` is the scheduled time. Fields that are not named here are EventBridge's and are ignored.
 */
export interface ScheduledEvent {
  source: 'aws.events';
  time: Instant;
  'detail-type'?: string;
  [k: string]: unknown;
}
/**
 * What became of a run's titles.
 */
export interface Tally {
  published: Count;
  skipped: Count;
  deferred: Count;
  rejected: Count;
  credits: Count;
  /**
   * The first 100 titles that were not published.
   *
   * @maxItems 100
   */
  setAside: SetAsideTitle[];
}
/**
 * What the state machine hands to settle-deferred when all batches are done.
 */
export interface SettleDeferredInput {
  run: Run;
  startedAt: Instant;
  /**
   * The titles of the run that earlier runs have deferred.
   *
   * @maxItems 100
   */
  waiting: TitleId[];
  tally: Tally;
  /**
   * The first 100 deferred titles that batches have named.
   *
   * @maxItems 100
   */
  named: NamedTitle[];
  unnamed: Count;
  /**
   * The text of the feed's parameter as it is now, a Watermark; null when there is none.
   */
  parameter: string | null;
}
/**
 * What the run changes in what is kept of its feed.
 */
export interface Progress {
  /**
   * Where the next scheduled run takes up; null when this run does not move it.
   */
  watermark: Instant | null;
  /**
   * Whether the watermark stays although the run covered the open window, since more titles are deferred than are kept.
   */
  watermarkHeld: boolean;
  deferredOmitted: Count;
}
/**
 * What settle-deferred returns.
 */
export interface Settlement {
  /**
   * The text to keep in the feed's parameter.
   */
  parameter: string;
  tally: Tally;
  progress: Progress;
}
/**
 * One record's event on the stream: CloudEvents 1.0 in JSON. Its partition key is its subject.
 */
export interface StreamEvent {
  specversion: '1.0';
  /**
   * SHA-256, in hexadecimal, of the kind of event, the title's ID and the record's canonical JSON: the same content has the same id, however often it is published.
   */
  id: string;
  source: 'https://api.watchmode.com/v1';
  type: 'tvguide.title.added' | 'tvguide.title.updated' | 'tvguide.title.released';
  /**
   * The title's Watchmode ID.
   */
  subject: string;
  time: Instant;
  datacontenttype: 'application/json';
  dataschema: 'https://schemas.tvguide.example/title-record.schema.json';
  data: TitleRecord;
}
/**
 * What check-watchmode returns: Watchmode answers.
 */
export interface WatchmodeCheck {
  checkedAt: Instant;
  creditsUsed: Count;
}
/**
 * What is kept of a feed between its runs, as JSON text in a parameter of its own: far below the 4,096 bytes of a standard parameter.
 */
export interface Watermark {
  /**
   * How far the feed has been ingested, always in the form 2026-11-24T06:00:00Z; null before the first run that covered its window.
   */
  watermark: string | null;
  /**
   * The titles that wait for the feed's next run.
   *
   * @maxItems 100
   */
  deferred: DeferredEntry[];
}
