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
 * The Watchmode listing that selects the titles of a run. catalogue: everything that some services have, compared with the last complete sweep.
 */
export type Feed =
  | 'new_titles'
  | 'titles_details_changed'
  | 'titles_sources_changed'
  | 'titles_episodes_changed'
  | 'releases'
  | 'catalogue';
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
 * Watchmode's own identifier of a source, a service in all regions.
 */
export type SourceId = number;
/**
 * A service in a region: the region and the source ID, for example GB:203.
 */
export type Service = string;
/**
 * @minItems 1
 */
export type Services = Service[];
/**
 * A part of a catalogue that is listed as one: a service in a region, one type of title if the sweep names types, and the genres that the sweep names. For example GB:203, GB:203:movie, GB:203:movie:genres=4,7.
 */
export type SectionKey = string;
/**
 * A name as a person writes it, or Watchmode's ID.
 */
export type NamedReference = number | string;
/**
 * An item of the Map of a sweep: a title to fetch, a title that arrived on services, or a title that left one.
 */
export type ListedItem = TitleId | ArrivedTitle | DepartedTitle;
/**
 * A source, a genre or a region.
 */
export type ReferenceEntry = ListedSource | ListedGenre | ListedRegion;
/**
 * An item of the progress table, which all runs of a feed share. The partition key is feed, the sort key is item.
 */
export type ProgressItem =
  | WatermarkItem
  | ClaimItem
  | DeferredItem
  | SectionItem
  | SweepPageItem
  | ReferenceItem
  | ReferenceRequestItem;
/**
 * The outcome of one title in Fetch titles: the record, or the reason why there is none.
 */
export type TitleOutcome = FetchedTitle | UnfetchedTitle;
/**
 * SHA-256, in hexadecimal, of the execution's ARN, the kind of event, the subject and the canonical JSON of the content. An event that one execution publishes again has the same id. Another execution gives the same content another id.
 */
export type EventId = string;
/**
 * The title's Watchmode ID.
 */
export type Subject = string;
/**
 * The event of one record on the stream: CloudEvents 1.0 in JSON. Its partition key is its subject.
 */
export type StreamEvent = TitleEvent | RemovalEvent | DepartureEvent | SourceEvent | GenreEvent | RegionEvent;

/**
 * The contracts, by name.
 */
export interface Contracts {
  BatchResult: BatchResult;
  CatalogueRecord: CatalogueRecord;
  Observation: Observation;
  ObservedDeparture: ObservedDeparture;
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
  SourceId: SourceId;
  Service: Service;
  Services: Services;
  SectionKey: SectionKey;
  NamedReference: NamedReference;
  Sweep: Sweep;
  RequestedWindow: RequestedWindow;
  ExecutionInput: ExecutionInput;
  FetchTitleDetailsInput: FetchTitleDetailsInput;
  JudgeFailedRunInput: JudgeFailedRunInput;
  Judgement: Judgement;
  ListNewTitlesInput: ListNewTitlesInput;
  Run: Run;
  ListedItem: ListedItem;
  Listing: Listing;
  WatermarkItem: WatermarkItem;
  ClaimItem: ClaimItem;
  DeferredItem: DeferredItem;
  SectionItem: SectionItem;
  MissingTitle: MissingTitle;
  GoneTitles: GoneTitles;
  PageLink: PageLink;
  SweepPageItem: SweepPageItem;
  ReferenceItem: ReferenceItem;
  ReferenceRequestItem: ReferenceRequestItem;
  ReferenceEntry: ReferenceEntry;
  ProgressItem: ProgressItem;
  Batch: Batch;
  PublishTitlesInput: PublishTitlesInput;
  PublishedBatch: PublishedBatch;
  RefreshReferenceDataInput: RefreshReferenceDataInput;
  RefreshedReferenceData: RefreshedReferenceData;
  RunSummary: RunSummary;
  SaveSweepInput: SaveSweepInput;
  SavedSweep: SavedSweep;
  ScheduledEvent: ScheduledEvent;
  EventId: EventId;
  Subject: Subject;
  TitleEvent: TitleEvent;
  RemovalEvent: RemovalEvent;
  DepartureEvent: DepartureEvent;
  SourceEvent: SourceEvent;
  GenreEvent: GenreEvent;
  RegionEvent: RegionEvent;
  Departure: Departure;
  ListedSource: ListedSource;
  ListedGenre: ListedGenre;
  ListedRegion: ListedRegion;
  StreamEvent: StreamEvent;
  FetchedTitle: FetchedTitle;
  UnfetchedTitle: UnfetchedTitle;
  ArrivedTitle: ArrivedTitle;
  DepartedTitle: DepartedTitle;
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
  left?: Count;
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
 * A title as the events of the last weeks describe it.
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
   * The record of the newest event that has one, or that removes the title; null if Watchmode no longer knows the title, and if no event has described it yet.
   */
  record: TitleRecord | null;
  /**
   * The services and genres by each event of the last 30 days before the newest one, and by the last event before these, oldest first. They tell since when a service has the title, in whatever order the events arrive.
   */
  observations: (Observation | ObservedDeparture)[];
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
 * The services and genres of a title in one event: its sources, and the services on which it arrived.
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
 * A service that a title left. The others, and the genres, are those before it.
 */
export interface ObservedDeparture {
  time: Instant;
  eventId: string;
  /**
   * Region and source ID, for example GB:203.
   */
  left: string;
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
 * The facts of a title on a service that a reader of the index shows.
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
 * The name of a service, a genre or a region. Without reference data, it is the name in the records of titles.
 */
export interface CatalogueName {
  pk: 'names:source' | 'names:genre' | 'names:region';
  /**
   * The ID; of a region, the code.
   */
  sk: string;
  /**
   * Of a service or a genre: the ID.
   */
  id?: number;
  name: string;
  /**
   * Of a service, if reference data named it: sub, rent, purchase, free or tve.
   */
  type?: string;
  /**
   * Of a service, if reference data named it: the regions that have it.
   */
  regions?: Region[];
  /**
   * Of a region: true if the account's plan includes it.
   */
  isOnPlan?: boolean;
  /**
   * Orders the names of one ID: a name of reference data is above one in a title, then the newer one is. The item has the name of the greatest version.
   */
  version?: string;
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
 * A sweep: one reading of everything that some services have.
 */
export interface Sweep {
  /**
   * The sections that it lists.
   */
  sections: SectionKey[];
  pages: Count;
  titles: Count;
  arrived: Count;
  left: Count;
  missing: Count;
  held?: Count;
  baselines: Count;
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
   * Types of titles to list. Default: all. Does not move the watermark, except that of a sweep.
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
  /**
   * Feed catalogue only: the services to sweep, as names or IDs of Watchmode's sources. Default: the deployment's own.
   *
   * @minItems 1
   * @maxItems 60
   */
  services?: NamedReference[];
  /**
   * Feed catalogue only: sweep only titles of one of these genres, as names or IDs. Default: the deployment's own, or all.
   *
   * @minItems 1
   * @maxItems 60
   */
  genres?: NamedReference[];
  /**
   * Maximum number of Watchmode credits that the run may spend. It is refused before the first credit if its estimate exceeds it. Default: the deployment's own, or what the account has left.
   */
  maxCredits?: number;
  /**
   * Feed catalogue only: fetch and publish every title of a section that is swept for the first time. Default: false; a first sweep says nothing.
   */
  publishBaseline?: boolean;
}
/**
 * One title to fetch.
 */
export interface FetchTitleDetailsInput {
  titleId: TitleId;
  regions: Regions;
  /**
   * The services on which the title arrived, for the output. Default: none.
   */
  arrivals?: Service[];
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
  listedAt?: Instant;
  sweep?: Sweep;
  /**
   * True if the names of services, genres and regions are to be refreshed before the listing. The run then has no titles, and lists again. Default: false.
   */
  needsReferenceData?: boolean;
}
/**
 * A title to fetch that is new on services.
 */
export interface ArrivedTitle {
  titleId: TitleId;
  on: Services;
}
/**
 * A title that is gone from a service. It is not fetched.
 */
export interface DepartedTitle {
  titleId: TitleId;
  from: Service;
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
  /**
   * Only a sweep has it: its titles to fetch with the services on which they arrived, then the titles that left a service. Default: titleIds.
   *
   * @maxItems 25000
   */
  items?: ListedItem[];
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
  /**
   * The services on which the title arrived, for the run that fetches it.
   */
  arrivals?: Service[];
}
/**
 * The last complete sweep of a section.
 */
export interface SectionItem {
  feed: 'catalogue';
  /**
   * `section#` and the key of the section.
   */
  item: string;
  /**
   * The slot of the pages of that sweep: `a` or `b`. The next sweep writes the other one.
   */
  slot: 'a' | 'b';
  /**
   * The execution of that sweep.
   */
  executionArn: string;
  sweptAt: Instant;
  pages: Count;
  /**
   * Maximum number of titles on each of its pages.
   */
  limit: number;
  titles: Count;
  arrived: Count;
  /**
   * Titles that it did not list, and that are not taken for gone yet, without those of `gone`.
   */
  missing: MissingTitle[];
  /**
   * The missing titles that are seen to be gone. In groups, many of them fit into an item. Default: none.
   */
  gone?: GoneTitles[];
  /**
   * Places where all sweeps so far may have lost a title that was there from the start, because a page ended there: each before this title.
   */
  gaps: TitleId[];
  /**
   * The certain order of titles of neighbouring pages, beyond the order on each page. Default: none.
   */
  links?: PageLink[];
  /**
   * Time from which the item may be removed, in epoch seconds.
   */
  expiresAt?: number;
}
/**
 * A title that a sweep did not list.
 */
export interface MissingTitle {
  titleId: TitleId;
  /**
   * Number of complete sweeps in a row that did not list it.
   */
  sweeps: number;
  /**
   * True if a page of one of them covers its place and does not have it.
   */
  seenGone: boolean;
  /**
   * The nearest listed title that is certain to come before it; null if none is known, or if seenGone.
   */
  after: TitleId | null;
  /**
   * The nearest listed title that is certain to come after it; null if none is known, or if seenGone. Default: null.
   */
  before?: TitleId | null;
  /**
   * True if it is held back, because most of the section disappeared at once. Default: false.
   */
  held?: boolean;
}
/**
 * Missing titles that a page has shown to be gone, and that are not announced yet.
 */
export interface GoneTitles {
  /**
   * Number of complete sweeps in a row that did not list them.
   */
  sweeps: number;
  /**
   * True if they are held back, because most of the section disappeared at once.
   */
  held: boolean;
  /**
   * The titles.
   */
  titleIds: TitleId[];
}
/**
 * Two titles of neighbouring pages whose order is certain.
 */
export interface PageLink {
  /**
   * Number of the earlier page, from 1.
   */
  page: number;
  last: TitleId;
  first: TitleId;
}
/**
 * One page of a section, as a sweep bought it or took it over.
 */
export interface SweepPageItem {
  feed: 'catalogue';
  /**
   * `page#`, the key of the section, the slot and the place of the page in the sweep, from 1, for example page#GB:203#a#0001. The place differs from the number if the section became shorter and pages were read again.
   */
  item: string;
  /**
   * The execution that has it, for its sweep.
   */
  executionArn: string;
  /**
   * Number of the page, from 1.
   */
  page: number;
  /**
   * Maximum number of titles on the page.
   */
  limit: number;
  total: Count;
  /**
   * True if the page says that it is the last one.
   */
  isLast: boolean;
  /**
   * The titles in the order of the listing, by title.
   */
  titles: TitleId[];
  fetchedAt: Instant;
  /**
   * Number of times that the execution paid for it: more than once if an answer was short, 0 if it took the page over from a failed execution. Default: 1.
   */
  bought?: number;
  /**
   * Time from which the item may be removed, in epoch seconds.
   */
  expiresAt?: number;
}
/**
 * The names of all sources, genres or regions.
 */
export interface ReferenceItem {
  feed: 'catalogue';
  /**
   * `reference#` and the kind.
   */
  item: 'reference#source' | 'reference#genre' | 'reference#region';
  fetchedAt: Instant;
  /**
   * The entries in the order of their IDs.
   */
  entries: ReferenceEntry[];
  /**
   * The IDs of entries that have changed since they were published.
   */
  unpublished: string[];
  /**
   * The execution that bought them.
   */
  executionArn?: string;
  credits?: Count;
}
/**
 * A source of Watchmode.
 */
export interface ListedSource {
  id: SourceId;
  /**
   * Name of the service.
   */
  name: string;
  /**
   * sub, rent, purchase, free or tve, as Watchmode names it.
   */
  type: string;
  /**
   * The regions that have it, ascending.
   */
  regions: Region[];
}
/**
 * A genre of Watchmode.
 */
export interface ListedGenre {
  /**
   * Watchmode's own identifier.
   */
  id: number;
  /**
   * Name of the genre, in English.
   */
  name: string;
}
/**
 * A region of Watchmode.
 */
export interface ListedRegion {
  region: Region;
  /**
   * Name of the country, in English.
   */
  name: string;
  /**
   * True if the account's plan includes the region.
   */
  isOnPlan: boolean;
}
/**
 * A request for the names of all sources, genres or regions, written before it is sent. It keeps runs from buying them twice on one day.
 */
export interface ReferenceRequestItem {
  feed: 'catalogue';
  /**
   * `request#` and the kind.
   */
  item: 'request#source' | 'request#genre' | 'request#region';
  /**
   * The execution that sends it.
   */
  executionArn: string;
  requestedAt: Instant;
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
  /**
   * Time of the listing, at which a title was found gone from a service; null if the run is no sweep. Required with departures.
   */
  listedAt?: Instant | null;
}
/**
 * One batch of titles to publish.
 */
export interface PublishTitlesInput {
  batch: Batch;
  outcomes: TitleOutcome[];
  /**
   * Titles of the batch that are gone from a service. Default: none.
   */
  departures?: DepartedTitle[];
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
  /**
   * The services on which the title arrived. Only a sweep knows them.
   */
  arrivals?: Service[];
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
  /**
   * The services on which the title arrived. Only a sweep knows them.
   */
  arrivals?: Service[];
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
 * The input of refresh-reference-data.
 */
export interface RefreshReferenceDataInput {
  /**
   * The execution, which the ids of its events depend on.
   */
  executionArn: string;
  /**
   * True to publish nothing.
   */
  dryRun: boolean;
}
/**
 * The output of refresh-reference-data.
 */
export interface RefreshedReferenceData {
  credits: Count;
  published: Count;
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
  /**
   * The sweep; null or absent if the run is none.
   */
  sweep?: Sweep | null;
}
/**
 * The input of save-sweep: a sweep whose titles are published.
 */
export interface SaveSweepInput {
  /**
   * The execution of the sweep.
   */
  executionArn: string;
  sections: SectionKey[];
  listedAt: Instant;
}
/**
 * The output of save-sweep.
 */
export interface SavedSweep {
  saved: Count;
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
  /**
   * Only for an added title of a sweep: the services on which it is new, ascending and separated by commas, for example GB:157,GB:203. An extension attribute of CloudEvents.
   */
  arrivedon?: string;
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
 * A title has left a service. A consumer takes that service away from the title; everything else about the title stays.
 */
export interface DepartureEvent {
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
  type: 'tvguide.title.left';
  subject: Subject;
  time: Instant;
  /**
   * Media type of the data.
   */
  datacontenttype: 'application/json';
  data: Departure;
}
/**
 * The service that a title left.
 */
export interface Departure {
  region: Region;
  sourceId: SourceId;
}
/**
 * A source, which is a service in all of its regions, is new on Watchmode or has changed there.
 */
export interface SourceEvent {
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
  type: 'tvguide.source.listed';
  /**
   * For example source:203.
   */
  subject: string;
  time: Instant;
  /**
   * Media type of the data.
   */
  datacontenttype: 'application/json';
  data: ListedSource;
}
/**
 * A genre is new on Watchmode or has changed there.
 */
export interface GenreEvent {
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
  type: 'tvguide.genre.listed';
  /**
   * For example genre:4.
   */
  subject: string;
  time: Instant;
  /**
   * Media type of the data.
   */
  datacontenttype: 'application/json';
  data: ListedGenre;
}
/**
 * A region is new on Watchmode or has changed there.
 */
export interface RegionEvent {
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
  type: 'tvguide.region.listed';
  /**
   * For example region:GB.
   */
  subject: string;
  time: Instant;
  /**
   * Media type of the data.
   */
  datacontenttype: 'application/json';
  data: ListedRegion;
}
/**
 * The output of check-watchmode. It means that Watchmode answers.
 */
export interface WatchmodeCheck {
  checkedAt: Instant;
  creditsUsed: Count;
}
