/* Generated from events/schemas by `npm run generate`; change the schemas, not this file. */

export type Count = number;
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
 * A whole second in the one form in which the progress table compares instants as texts, for example 2026-11-24T06:00:00Z.
 */
export type Second = string;
/**
 * An item of the progress table: what the runs of a feed share. The partition key is feed, the sort key is item.
 */
export type ProgressItem = WatermarkItem | ClaimItem | DeferredItem;
/**
 * What became of one title in Fetch titles: the record, or why there is none.
 */
export type TitleOutcome = FetchedTitle | UnfetchedTitle;

/**
 * The contracts, by name.
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
  Second: Second;
  CorrectedWatermark: CorrectedWatermark;
  RequestedWindow: RequestedWindow;
  ExecutionInput: ExecutionInput;
  FetchTitleDetailsInput: FetchTitleDetailsInput;
  JudgeFailedRunInput: JudgeFailedRunInput;
  Judgement: Judgement;
  ListNewTitlesInput: ListNewTitlesInput;
  Run: Run;
  Listing: Listing;
  WatermarkItem: WatermarkItem;
  ClaimItem: ClaimItem;
  DeferredItem: DeferredItem;
  ProgressItem: ProgressItem;
  Batch: Batch;
  PublishTitlesInput: PublishTitlesInput;
  PublishedBatch: PublishedBatch;
  RunSummary: RunSummary;
  ScheduledEvent: ScheduledEvent;
  StreamEvent: StreamEvent;
  FetchedTitle: FetchedTitle;
  UnfetchedTitle: UnfetchedTitle;
  TitleOutcome: TitleOutcome;
  NamedId: NamedId;
  Source: Source;
  TitleRecord: TitleRecord;
  WatchmodeCheck: WatchmodeCheck;
}
/**
 * What one child of the Map Run leaves behind: a few bytes, since 2,500 of them meet in one state.
 */
export interface BatchResult {
  published: Count;
  skipped: Count;
  deferred: Count;
  rejected?: Count;
  credits: Count;
  /**
   * The titles that were not published, with their reasons, as many as fit into the batch's share of the payload quota.
   */
  setAside: SetAsideTitle[];
}
/**
 * A title that was not published, and why. `skipped`: Watchmode does not know it. `deferred`: it could not be had now, and the next run over the open window asks again. `rejected`: it was deferred by the maximum number of runs over the minimum number of days, and no run asks again.
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
 * A watermark before and after it was put right.
 */
export interface CorrectedWatermark {
  from: Second;
  to: Second;
}
/**
 * The span of time that a run is asked to cover: start is inside, end is not.
 */
export interface RequestedWindow {
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
  window?: RequestedWindow;
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
 * Input of judge-failed-run, from the state machine redrive-failed-run.
 */
export interface JudgeFailedRunInput {
  /**
   * The execution that failed.
   */
  executionArn: string;
  /**
   * Number of redrives before it failed; null when the caller does not know.
   */
  redriveCount?: number | null;
  /**
   * Seconds that this execution of redrive-failed-run has waited so far.
   */
  waitedSeconds: number;
}
/**
 * Output of judge-failed-run: a decision about a failed run, and its reason.
 */
export interface Judgement {
  /**
   * `wait`: ask again after waitSeconds. `redrive`: redrive with clientToken. `leaveAlone`: do nothing.
   */
  decision: 'wait' | 'redrive' | 'leaveAlone';
  /**
   * The reason in one sentence.
   */
  because: string;
  /**
   * True if the run stays undone unless a person acts.
   */
  needsPerson: boolean;
  redriveCount: Count;
  waitSeconds: Count;
  /**
   * The client token of the redrive, the same for everybody who would redrive this failure.
   */
  clientToken: string;
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
}
/**
 * The facts of one run, resolved once by list-new-titles.
 */
export interface Run {
  feed: Feed;
  /**
   * The span of time that the run covers; null when the run was given titles, or waits for another run.
   */
  window: Window | null;
  regions: Regions;
  dryRun: boolean;
  discovered: Count;
  /**
   * True if the run covers all of the open window and ends behind the watermark, so that its end becomes the watermark.
   */
  advancesWatermark: boolean;
  /**
   * True if the progress table follows what becomes of this run's titles.
   */
  keepsDeferred: boolean;
  /**
   * False if the progress table held no deferred title of the feed when the run listed: each batch is spared a read of the table. Default: true.
   */
  hasDeferred?: boolean;
  creditsUsed: Count;
  /**
   * How large one batch's result may be, so that all results together stay below the payload quota. Bytes of UTF-8 JSON.
   */
  batchResultBytes: number;
  /**
   * True if the feed listed the titles at this moment; false if the input named them. Default: true.
   */
  isListed?: boolean;
  /**
   * The name of the execution that is at work over the same open window: this run waits for its end. Null for a run that does its work. Default: null.
   */
  waitsFor?: string | null;
  /**
   * The watermark that lay beyond Watchmode's own clock and was put right; null when there was none. Default: null.
   */
  correctedWatermark?: CorrectedWatermark | null;
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
  run: Run;
}
/**
 * The progress of a feed through its open window.
 */
export interface WatermarkItem {
  feed: Feed;
  item: 'watermark';
  watermark: Second;
  listedFrom?: Second;
  /**
   * The execution that ingested it.
   */
  executionArn?: string;
}
/**
 * The execution that has the open window of a feed.
 */
export interface ClaimItem {
  feed: Feed;
  item: 'claim';
  executionArn: string;
  claimedAt: Instant;
}
/**
 * A title that a run could not have.
 */
export interface DeferredItem {
  feed: Feed;
  /**
   * `deferred#` and the title ID.
   */
  item: string;
  titleId: TitleId;
  /**
   * `waiting`: the next run over the open window asks for it. `rejected`: no run asks for it, unless the feed lists it. `unknown`: Watchmode does not know it.
   */
  status: 'waiting' | 'rejected' | 'unknown';
  since: Instant;
  /**
   * Number of runs that have deferred it.
   */
  runs: number;
  notFoundRuns?: Count;
  /**
   * The ARNs of the last 400 of these runs, so that a repeated batch is counted once.
   */
  countedRuns?: string[];
  /**
   * The ARN of the last of these runs.
   */
  lastRun?: string;
  deferredAt?: Instant;
  /**
   * The name of its last error, for example Watchmode.Unavailable.
   */
  error: string;
  /**
   * That error in words, at most 200 characters.
   */
  reason?: string;
  /**
   * Time from which the item may be removed, in epoch seconds; absent while the title waits.
   */
  expiresAt?: number;
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
  /**
   * True if the progress table follows what becomes of the batch's titles. Default: false, as with a dry run.
   */
  keepsDeferred?: boolean;
  /**
   * False if the progress table held no deferred title of the feed when the run listed. Default: true.
   */
  hasDeferred?: boolean;
  /**
   * True if the feed listed the titles at this moment. Default: false.
   */
  isListed?: boolean;
  /**
   * The execution that the batch belongs to. Required with keepsDeferred.
   */
  executionArn?: string;
  startedAt?: Instant;
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
  placeHeldSeconds?: number;
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
   * Whether the deferred titles are kept for later runs: not by a dry run, nor by a run with regions of its own. Default: true.
   */
  keepsDeferred?: boolean;
  /**
   * The first 100 titles that were not published.
   *
   * @maxItems 100
   */
  setAside: SetAsideTitle[];
  setAsideOmitted: Count;
  /**
   * The watermark that lay beyond Watchmode's own clock and was put right; null or absent when there was none.
   */
  correctedWatermark?: CorrectedWatermark | null;
}
/**
 * EventBridge's own scheduled event, accepted as an execution input: its `time` is the scheduled time. Fields that are not named here are EventBridge's and are ignored.
 */
export interface ScheduledEvent {
  source: 'aws.events';
  time: Instant;
  'detail-type'?: string;
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
