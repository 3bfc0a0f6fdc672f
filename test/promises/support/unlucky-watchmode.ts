import { parsePacific } from '../../../local/watchmode/pacific-time.ts';
import type { Clock } from '../../../tasks/shared/ports.ts';
import type { Fetch } from '../../../tasks/shared/watchmode/http.ts';
import { titleDetails } from '../../tasks/support/title.ts';
import {
  isDuring,
  MINUTE_MS,
  ORIGIN,
  titleIdOf,
  type ListingFault,
  type Spell,
  type Trouble,
  type WorldFacts,
  type WorldFeed,
  type WorldTitle,
} from './scenario.ts';

const ANSWERS_AFTER_MS = 200;
const QUOTA = 1_000_000;
const MAINTENANCE_PAGE = { status: 200, body: '<html><body>Back soon</body></html>' };

interface Answer {
  readonly status: number;
  readonly body: string;
}

/** A Watchmode that answers HTTP requests by a world's facts and counts its sales. */
export class UnluckyWatchmode {
  /** The number of times that the details of each title were sold, with its sources. */
  readonly sold = new Map<number, number>();
  /** The latest Date that it has sent, in epoch milliseconds. */
  latestDate = Number.NEGATIVE_INFINITY;
  readonly #facts: WorldFacts;
  readonly #clock: Clock;
  readonly #asked = new Map<number, number>();
  #charged = 0;
  #pages = 0;

  constructor(facts: WorldFacts, clock: Clock) {
    this.#facts = facts;
    this.#clock = clock;
  }

  /** Replaces `fetch`. */
  readonly fetch: Fetch = async (url) => {
    await this.#clock.sleep(ANSWERS_AFTER_MS);
    if (this.#has('unreachable')) throw Object.assign(new Error('no answer'), { code: 'ECONNREFUSED' });
    const { status, body } = this.#answer(new URL(url));
    const date = this.#date();
    return {
      status,
      headers: { get: (name) => (name === 'date' ? date : null) },
      text: () => Promise.resolve(body),
    };
  };

  /** True during a trouble of the world. */
  #has(trouble: Trouble): boolean {
    return this.#facts.spells.some((spell) => spell.trouble === trouble && this.#isNow(spell));
  }

  #isNow(spell: Spell): boolean {
    return isDuring(spell, this.#clock.monotonic());
  }

  #date(): string {
    const wrong = this.#facts.watchmodeClock;
    const behind = wrong !== null && this.#isNow(wrong) ? wrong.byMinutes * MINUTE_MS : 0;
    const date = new Date(this.#clock.monotonic() - behind);
    this.latestDate = Math.max(this.latestDate, date.getTime());
    return date.toUTCString();
  }

  #answer({ pathname, searchParams }: URL): Answer {
    if (this.#has('maintenance page')) return MAINTENANCE_PAGE;
    if (this.#has('unavailable')) return refusal(503);
    if (this.#has('key refused')) return refusal(401);
    const isBroke = this.#has('no credits');
    if (pathname === '/status') {
      return json({ quota: QUOTA, quotaUsed: isBroke ? QUOTA : Math.min(this.#charged, QUOTA) });
    }
    if (isBroke) return refusal(402);
    const [, section, name = ''] = pathname.split('/');
    if (section === 'changes') return this.#page(name as WorldFeed, searchParams);
    if (this.#has('titles refused')) return refusal(401);
    return searchParams.has('append_to_response') ? this.#title(Number(name)) : this.#probe(Number(name));
  }

  #page(feed: WorldFeed, query: URLSearchParams): Answer {
    const fault = this.#facts.listingFaults[this.#pages] ?? 'none';
    this.#pages += 1;
    if (fault === 503) return refusal(503);
    this.#charged += 1;
    if (fault === 'maintenance page') return MAINTENANCE_PAGE;
    const start = moment(query.get('start_date'), 'start');
    const end = moment(query.get('end_date'), 'end');
    const listed = this.#facts.titles.flatMap(({ listedAtMinutes }, index) => {
      const listedAt = momentOf(listedAtMinutes[feed]);
      return listedAt >= start && listedAt <= end ? [titleIdOf(index)] : [];
    });
    return json(pageOf(listed, Number(query.get('page')), Number(query.get('limit')), fault));
  }

  #title(titleId: number): Answer {
    const title = this.#facts.titles[titleId - titleIdOf(0)];
    if (title === undefined) throw new Error(`nobody listed the title ${titleId}`);
    const asked = this.#asked.get(titleId) ?? 0;
    this.#asked.set(titleId, asked + 1);
    const { fault, faultAfter, faultTimes } = title;
    const isFaulty = asked >= faultAfter && asked - faultAfter < (faultTimes ?? Number.POSITIVE_INFINITY);
    if (isFaulty && fault === 'maintenance page') return MAINTENANCE_PAGE;
    if (isFaulty && typeof fault === 'number') return refusal(fault);
    this.#charged += 2;
    if (isFaulty) return json({ id: titleId, title: null });
    this.sold.set(titleId, (this.sold.get(titleId) ?? 0) + 1);
    return json(titleDetails(titleId, { plot_overview: this.#plotOf(title) }));
  }

  #probe(titleId: number): Answer {
    this.#charged += 1;
    return json(titleDetails(titleId));
  }

  #plotOf({ revisedAtMinutes }: WorldTitle): string {
    return this.#clock.monotonic() < momentOf(revisedAtMinutes) ? 'as it was' : 'as it is';
  }
}

function pageOf(listed: readonly number[], page: number, limit: number, fault: ListingFault): object {
  const asked = fault === 'first page' ? 1 : page;
  const titles = listed.slice((asked - 1) * limit, asked * limit);
  const kept = fault === 'empty' ? 0 : fault === 'short' ? Math.floor(titles.length / 2) : titles.length;
  const total = listed.length + (fault === 'more' ? 3 : fault === 'fewer' ? -3 : 0);
  return {
    titles: titles.slice(0, kept),
    page: asked,
    total_results: Math.max(0, total),
    total_pages: fault === 'one page' ? 1 : Math.max(1, Math.ceil(listed.length / limit)),
  };
}

function json(value: unknown): Answer {
  return { status: 200, body: JSON.stringify(value) };
}

function refusal(status: number): Answer {
  return { status, body: `{"statusMessage":"made up for status ${status}"}` };
}

/** Never for a title that a feed does not list. */
function momentOf(minutes: number | null): number {
  return minutes === null ? Number.POSITIVE_INFINITY : ORIGIN + minutes * MINUTE_MS;
}

function moment(text: string | null, edge: 'start' | 'end'): number {
  const seconds = parsePacific(text ?? '', edge);
  if (seconds === undefined) throw new Error(`Watchmode takes no date such as ${text}`);
  return seconds * 1_000;
}
