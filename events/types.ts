/* Generated from events/schemas by `npm run generate`; change the schemas, not this file. */

/**
 * A number of things.
 */
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
 * A country, ISO 3166-1 alpha-2, upper case. The United Kingdom is GB.
 */
export type Region = string;
/**
 * An item of the catalogue, the table that the consumer of the stream keeps. The partition key is pk, the sort key is sk.
 */
export type CatalogueItem = CatalogueRecord | CatalogueRow | CatalogueName;
/**
 * The Watchmode listing that selects the titles of a run.
 */
export type Feed =
  | 'new_titles'
  | 'titles_details_changed'
  | 'titles_sources_changed'
  | 'titles_episodes_changed'
  | 'releases';
/**
 * Watchmode's types of title.
 */
export type TitleType = 'movie' | 'tv_series' | 'tv_special' | 'tv_miniseries' | 'tv_movie' | 'short_film';
/**
 * @minItems 1
 * @maxItems 60
 */
export type Regions = Region[];
/**
 * A whole second in the one form that the progress table compares as text, for example 2026-11-24T06:00:00Z.
 */
export type Second = string;
/**
 * An item of the progress table, which all runs of a feed share. The partition key is feed, the sort key is item.
 */
export type ProgressItem = WatermarkItem | ClaimItem | DeferredItem;
/**
 * The outcome of one title in Fetch titles: the record, or the reason why there is none.
 */
export type TitleOutcome = FetchedTitle | UnfetchedTitle;
/**
 * SHA-256, in hexadecimal, of the execution's ARN, the kind of event, the title's ID and the canonical JSON of the data. An event that one execution publishes again has the same id. Another execution gives the same content another id.
 */
export type EventId = string;
/**
 * The title's Watchmode ID.
 */
export type Subject = string;
/**
 * The event of one record on the stream: CloudEvents 1.0 in JSON. Its partition key is its subject.
 */
export type StreamEvent = TitleEvent | RemovalEvent;

/**
 * The contracts, by name.
 */
export interface Contracts {
  BatchResult: BatchResult;
  CatalogueRecord: CatalogueRecord;
  Observation: Observation;
  ServiceSince: ServiceSince;
  CatalogueRow: CatalogueRow;
  CatalogueListing: CatalogueListing;
  WayToWatch: WayToWatch;
  CatalogueName: CatalogueName;
  CatalogueItem: CatalogueItem;
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
  PlannedTitles: PlannedTitles;
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
  EventId: EventId;
  Subject: Subject;
  TitleEvent: TitleEvent;
  RemovalEvent: RemovalEvent;
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
 * The result of one child execution of the Map Run. It is small, because one state receives up to 2,500 of them.
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
 * A title that was not published, with the reason. `skipped`: Watchmode does not know it. `deferred`: Watchmode did not deliver it, and the next run over the open window fetches it again. `rejected`: it was deferred by the maximum number of runs over the minimum number of days, and no run fetches it again.
 */
export interface SetAsideTitle {
  titleId: TitleId;
  outcome: 'skipped' | 'deferred' | 'rejected';
  reason: string;
}
/**
 * A title as its newest event describes it.
 */
export interface CatalogueRecord {
  /**
   * `title:` and the title ID.
   */
  pk: string;
  sk: 'record';
  titleId: TitleId;
  time: Instant;
  /**
   * The id of the newest event.
   */
  eventId: string;
  /**
   * The record of that event; null if Watchmode no longer knows the title.
   */
  record: TitleRecord | null;
  /**
   * The services and genres in each event of the last 30 days before the newest one and in the last event before these, oldest first. They tell since when a service has the title, in whatever order the events arrive.
   */
  observations: Observation[];
  /**
   * Since when each service of the event before these had the title.
   */
  since: ServiceSince[];
  /**
   * Time from which the item may be deleted, in epoch seconds. Absent: never. DynamoDB deletes late, so readers leave out what has expired.
   */
  expiresAt?: number;
}
/**
 * A title as consumers of the stream see it. Version 1. Values that Watchmode does not know are null.
 */
export interface TitleRecord {
  /**
   * Version of the record.
   */
  schemaVersion: 1;
  watchmodeId: TitleId;
  /**
   * ID at IMDb, for example tt0903747.
   */
  imdbId: string | null;
  /**
   * ID at The Movie Database (TMDB). It is unique only together with tmdbType.
   */
  tmdbId: number | null;
  /**
   * The kind of that ID.
   */
  tmdbType: 'movie' | 'tv' | null;
  /**
   * Name of the title.
   */
  title: string;
  /**
   * Name of the title in its original language.
   */
  originalTitle: string | null;
  /**
   * Short summary of the plot.
   */
  plotOverview: string | null;
  /**
   * Watchmode's type of title. Not an enum, because Watchmode adds types.
   */
  type: string;
  /**
   * Running time in minutes.
   */
  runtimeMinutes: number | null;
  /**
   * Year of the first release.
   */
  year: number | null;
  /**
   * The last year of a series that has ended.
   */
  endYear: number | null;
  /**
   * Date of the first release, for example 2008-01-20.
   */
  releaseDate: string | null;
  /**
   * Genres of the title.
   */
  genres: NamedId[];
  /**
   * Average rating by users, 0 to 10.
   */
  userRating: number | null;
  /**
   * Average score by critics, 0 to 100.
   */
  criticScore: number | null;
  /**
   * The United States content rating, for example TV-MA.
   */
  usRating: string | null;
  images: TitleImages;
  /**
   * URL of a trailer.
   */
  trailer: string | null;
  /**
   * URL of a picture for the trailer.
   */
  trailerThumbnail: string | null;
  /**
   * Original language, ISO 639-1, for example en.
   */
  originalLanguage: string | null;
  /**
   * Television networks of a series.
   */
  networks: NamedId[];
  /**
   * Relevance among all titles of Watchmode, 0 to 100.
   */
  relevancePercentile: number | null;
  /**
   * Popularity among all titles of Watchmode, 0 to 100.
   */
  popularityPercentile: number | null;
  /**
   * Sources of the title in the selected regions.
   */
  sources: Source[];
  sourcesOmitted: Count;
}
/**
 * An identifier of Watchmode with its name.
 */
export interface NamedId {
  /**
   * Watchmode's identifier.
   */
  id: number;
  /**
   * The name.
   */
  name: string;
}
/**
 * URLs of artwork.
 */
export interface TitleImages {
  /**
   * Small poster.
   */
  poster: string | null;
  /**
   * Medium-sized poster.
   */
  posterMedium: string | null;
  /**
   * Large poster.
   */
  posterLarge: string | null;
  /**
   * Background picture.
   */
  backdrop: string | null;
}
/**
 * One way to watch a title.
 */
export interface Source {
  /**
   * Watchmode's identifier of the service.
   */
  sourceId: number;
  /**
   * Name of the service.
   */
  name: string;
  /**
   * sub, rent, buy, free or tve. Not an enum, because Watchmode adds types.
   */
  type: string;
  region: Region;
  /**
   * The title's page on the service.
   */
  webUrl: string | null;
  /**
   * Link to the title in the service's app for iOS.
   */
  iosUrl: string | null;
  /**
   * Link to the title in the service's app for Android.
   */
  androidUrl: string | null;
  /**
   * SD, HD or 4K.
   */
  format: string | null;
  /**
   * The price in the region's currency; null for a subscription.
   */
  price: number | null;
  /**
   * Number of seasons on the service.
   */
  seasons: number | null;
  /**
   * Number of episodes on the service.
   */
  episodes: number | null;
}
/**
 * The services and genres of a title in one event.
 */
export interface Observation {
  time: Instant;
  eventId: string;
  /**
   * Region and source ID of each service, for example GB:203.
   */
  services: string[];
  /**
   * The genre IDs; [0] if the title has none.
   */
  genres: number[];
}
/**
 * Since when a service has a title.
 */
export interface ServiceSince {
  /**
   * Region and source ID, for example GB:203.
   */
  service: string;
  since: Instant;
}
/**
 * A title of a service and a genre.
 */
export interface CatalogueRow {
  /**
   * For example source:203:genre:4. The genre of a title without genres is 0.
   */
  pk: string;
  /**
   * For example title:345534:region:GB.
   */
  sk: string;
  titleId: TitleId;
  region: Region;
  sourceId: number;
  genreId: number;
  asOf: Instant;
  firstSeen: Instant;
  leftAt?: Instant;
  /**
   * Key of the index by first seen, for example region:GB:source:203. Only the row of a title's first genre has it, while the service has the title.
   */
  regionSource?: string;
  listing?: CatalogueListing;
  /**
   * Time from which the item may be deleted, in epoch seconds. Absent: never. DynamoDB deletes late, so readers leave out what has expired.
   */
  expiresAt?: number;
}
/**
 * What a reader of the index shows of a title on a service.
 */
export interface CatalogueListing {
  title: string;
  year: number | null;
  /**
   * Watchmode's type of title.
   */
  type: string;
  plotOverview: string | null;
  /**
   * 0 to 10.
   */
  userRating: number | null;
  /**
   * 0 to 100.
   */
  criticScore: number | null;
  releaseDate: string | null;
  genres: NamedId[];
  /**
   * Name of the service.
   */
  service: string;
  /**
   * The ways to watch the title there, in the record's order.
   */
  ways: WayToWatch[];
}
/**
 * One way to watch a title on a service.
 */
export interface WayToWatch {
  /**
   * sub, rent, buy, free or tve.
   */
  type: string;
  webUrl: string | null;
  price: number | null;
  format: string | null;
}
/**
 * The name of a service or a genre.
 */
export interface CatalogueName {
  pk: 'names:source' | 'names:genre';
  /**
   * The ID.
   */
  sk: string;
  id: number;
  name: string;
}
/**
 * The input of check-watchmode.
 */
export interface CheckWatchmodeInput {
  fetched: Count;
}
/**
 * The span of time that a run covers. The start is inclusive, the end exclusive.
 */
export interface Window {
  start: Instant;
  end: Instant;
}
/**
 * The titles that a run would fetch, and their price.
 */
export interface PlannedTitles {
  titles: Count;
  credits: Count;
  /**
   * Credits left in the account after this listing, less the reserve; null if Watchmode does not tell.
   */
  creditsLeft: number | null;
}
/**
 * A watermark before and after its correction.
 */
export interface CorrectedWatermark {
  from: Second;
  to: Second;
}
/**
 * The span of time that a run is asked to cover. The start is inclusive, the end exclusive.
 */
export interface RequestedWindow {
  start: Instant;
  end: Instant;
}
/**
 * The input of an execution, from the schedule or from a person. Every field is optional. An empty object means the open window of the deployment's own feed, up to now.
 */
export interface ExecutionInput {
  /**
   * The origin of the execution. Default: manual.
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
   * Types of titles to list. Default: all. Does not move the watermark.
   *
   * @minItems 1
   */
  types?: TitleType[];
  regions?: Regions;
  /**
   * Maximum number of titles to ingest, from the start of the listing. Does not move the watermark.
   */
  maxTitles?: number;
  /**
   * True to do everything except publishing and moving the watermark. Default: false.
   */
  dryRun?: boolean;
  /**
   * True to end after the listing, with the number of titles and their price. Nothing is fetched or published. Default: false.
   */
  plan?: boolean;
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
   * True if the failure stays unless a person acts.
   */
  needsPerson: boolean;
  redriveCount: Count;
  waitSeconds: Count;
  /**
   * The client token of the redrive. All redrives of one failure use the same token.
   */
  clientToken: string;
}
/**
 * The input of list-new-titles.
 */
export interface ListNewTitlesInput {
  /**
   * The input of the execution, unchanged. The task validates it.
   */
  executionInput: unknown;
  executionArn: string;
  startedAt: Instant;
}
/**
 * The facts of one run, determined once by list-new-titles.
 */
export interface Run {
  feed: Feed;
  /**
   * The span of time that the run covers; null if its input names titles, or if it waits for another run.
   */
  window: Window | null;
  regions: Regions;
  dryRun: boolean;
  discovered: Count;
  /**
   * True if the run covers the whole open window and ends after the watermark, so that its end becomes the watermark.
   */
  advancesWatermark: boolean;
  /**
   * True if the progress table records the titles that this run defers.
   */
  keepsDeferred: boolean;
  /**
   * False if the progress table held no deferred title of the feed at the time of the listing, so that no batch needs to read it. Default: true.
   */
  hasDeferred?: boolean;
  creditsUsed: Count;
  /**
   * Maximum size of one batch's result, in bytes of UTF-8 JSON. It keeps all results together below the payload quota.
   */
  batchResultBytes: number;
  /**
   * True if the titles come from the feed; false if the input names them. Default: true.
   */
  isListed?: boolean;
  /**
   * Name of the execution that already ingests the same open window. This run waits until it ends. Null if the run does not wait. Default: null.
   */
  waitsFor?: string | null;
  plan?: PlannedTitles;
  /**
   * The correction of a watermark later than Watchmode's clock; null if there was none. Default: null.
   */
  correctedWatermark?: CorrectedWatermark | null;
}
/**
 * The output of list-new-titles: the titles of one run and the facts that later states need.
 */
export interface Listing {
  /**
   * The titles to ingest, without duplicates: first those that earlier runs deferred, then the others in the order of the listing.
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
 * The claim of an execution on the open window of a feed.
 */
export interface ClaimItem {
  feed: Feed;
  item: 'claim';
  executionArn: string;
  claimedAt: Instant;
}
/**
 * A title that a run deferred.
 */
export interface DeferredItem {
  feed: Feed;
  /**
   * `deferred#` and the title ID.
   */
  item: string;
  titleId: TitleId;
  /**
   * `waiting`: the next run over the open window fetches it. `rejected`: no run fetches it, unless the feed lists it. `unknown`: Watchmode does not know it.
   */
  status: 'waiting' | 'rejected' | 'unknown';
  since: Instant;
  /**
   * Number of runs that have deferred it.
   */
  runs: number;
  notFoundRuns?: Count;
  /**
   * The ARNs of the last 400 of those runs, so that a repeated batch counts once.
   */
  countedRuns?: string[];
  /**
   * The ARN of the last of those runs.
   */
  lastRun?: string;
  deferredAt?: Instant;
  /**
   * The name of its last error, for example Watchmode.Unavailable.
   */
  error: string;
  /**
   * The message of that error, at most 200 characters.
   */
  reason?: string;
  /**
   * Time from which the item may be removed, in epoch seconds; absent while the title waits.
   */
  expiresAt?: number;
}
/**
 * The facts of the run that every child execution of the Map Run receives.
 */
export interface Batch {
  feed: Feed;
  regions: Regions;
  dryRun: boolean;
  batchResultBytes: number;
  /**
   * True if the batch keeps its places until Watchmode's pace lets other batches take them.
   */
  keepsPace: boolean;
  /**
   * True if the progress table records the titles that this batch defers. Default: false, as in a dry run.
   */
  keepsDeferred?: boolean;
  /**
   * False if the progress table held no deferred title of the feed at the time of the listing. Default: true.
   */
  hasDeferred?: boolean;
  /**
   * True if the titles come from the feed. Default: false.
   */
  isListed?: boolean;
  /**
   * The execution of the batch. Required with keepsDeferred.
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
 * The output of fetch-title-details.
 */
export interface FetchedTitle {
  titleId: TitleId;
  outcome: 'fetched';
  fetchedAt: Instant;
  placeHeldUntil: Instant;
  record: TitleRecord;
}
/**
 * A title without a record. `skipped`: Watchmode does not know it. `deferred`: Watchmode answers, but does not deliver this title. `unanswered`: all attempts failed.
 */
export interface UnfetchedTitle {
  titleId: TitleId;
  outcome: 'skipped' | 'deferred' | 'unanswered';
  /**
   * The name of the last error.
   */
  error: string;
  /**
   * The cause in Step Functions. For a Lambda function, it is the error as JSON, which may be cut off at the end.
   */
  cause: string;
}
/**
 * The output of publish-titles.
 */
export interface PublishedBatch {
  result: BatchResult;
  /**
   * Time for which Keep pace keeps the batch's places, until Watchmode's pace lets other batches take them; 0 if none waits for them.
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
   * Start of the next scheduled run's window, before the overlap; null if this run did not move it.
   */
  watermark: Instant | null;
  /**
   * True if later runs fetch the deferred titles. False for a dry run and for a run with regions of its own. Default: true.
   */
  keepsDeferred?: boolean;
  plan?: PlannedTitles;
  /**
   * The first 100 titles that were not published.
   *
   * @maxItems 100
   */
  setAside: SetAsideTitle[];
  setAsideOmitted: Count;
  /**
   * The correction of a watermark later than Watchmode's clock; null or absent if there was none.
   */
  correctedWatermark?: CorrectedWatermark | null;
}
/**
 * EventBridge's scheduled event, accepted as an execution input. Its `time` is the scheduled time. Other fields of EventBridge are ignored.
 */
export interface ScheduledEvent {
  source: 'aws.events';
  time: Instant;
  'detail-type'?: string;
}
/**
 * A title as Watchmode described it.
 */
export interface TitleEvent {
  /**
   * Version of CloudEvents.
   */
  specversion: '1.0';
  id: EventId;
  /**
   * Origin of the data.
   */
  source: 'https://api.watchmode.com/v1';
  /**
   * Kind of event: the title was listed as new, its details, sources or episodes changed, or it was listed as a release.
   */
  type: 'tvguide.title.added' | 'tvguide.title.updated' | 'tvguide.title.released';
  subject: Subject;
  time: Instant;
  /**
   * Media type of the data.
   */
  datacontenttype: 'application/json';
  /**
   * Identifier of the schema of the data.
   */
  dataschema: 'https://schemas.tvguide.example/title-record.schema.json';
  data: TitleRecord;
}
/**
 * Watchmode no longer knows a title that was published before. A consumer removes the title.
 */
export interface RemovalEvent {
  /**
   * Version of CloudEvents.
   */
  specversion: '1.0';
  id: EventId;
  /**
   * Origin of the data.
   */
  source: 'https://api.watchmode.com/v1';
  /**
   * Kind of event.
   */
  type: 'tvguide.title.removed';
  subject: Subject;
  time: Instant;
  /**
   * Media type of the data.
   */
  datacontenttype: 'application/json';
  /**
   * There is no record.
   */
  data: null;
}
/**
 * The output of check-watchmode. It means that Watchmode answers.
 */
export interface WatchmodeCheck {
  checkedAt: Instant;
  creditsUsed: Count;
}
