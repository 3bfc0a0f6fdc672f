import { useEffect } from 'preact/hooks';
import type { ArrivalsView, CatalogueView } from '../../api/index.ts';
import { go, param, withParams } from '../address.ts';
import { address } from '../ask.ts';
import { ArrivalFilters, filtersInAddress } from '../catalogue/arrival-filters.tsx';
import { ArrivalTable } from '../catalogue/arrival-table.tsx';
import { Choices } from '../catalogue/choices.tsx';
import { count, counted } from '../format.ts';
import { now, session } from '../session.ts';
import { useAnswer } from '../use-answer.ts';
import { useLast } from '../use-last.ts';
import { useTitle } from '../use-title.ts';

/** The interval between requests in milliseconds. Reads on AWS cost money. */
const REFRESH_MS = { local: 5_000, aws: 60_000 };

/** The titles that are new on services, from the catalogue of the consumer. The filters are in the address. */
export function NewPage() {
  useTitle('New');
  const mark = Math.floor(now.value / REFRESH_MS[session.value?.environment.kind ?? 'aws']);
  const { value, problem } = useAnswer<CatalogueView>('/api/catalogue', mark).value;
  const catalogue = useLast(value);
  return (
    <section class="page">
      <h1>New on services</h1>
      {problem !== null && <p class="error">{problem}</p>}
      {catalogue === null ? (
        problem === null && <p class="empty">Reading the catalogue …</p>
      ) : catalogue.services.length === 0 ? (
        <NoServices catalogue={catalogue} />
      ) : (
        <Arrivals catalogue={catalogue} mark={mark} />
      )}
    </section>
  );
}

/** The remedy if there is nothing to choose from. */
function NoServices({ catalogue: { table, isThere } }: { readonly catalogue: CatalogueView }) {
  if (isThere) {
    return (
      <p class="empty">
        The catalogue <code>{table}</code> is empty: no event has reached the consumer yet. It fills when a
        run publishes titles. <a href="/runs">Runs</a>
      </p>
    );
  }
  return session.value?.environment.kind === 'local' ? (
    <p class="empty">
      There is no catalogue on this machine: start <code>npm run dev</code> without <code>--no-consume</code>,
      and the consumer of the stream keeps one.
    </p>
  ) : (
    <p class="empty">
      There is no catalogue <code>{table}</code> in this account and Region: deploy the stack Catalogue, which
      keeps one, with <code>npm run aws:deploy:catalogue</code>.
    </p>
  );
}

interface ArrivalsProps {
  readonly catalogue: CatalogueView;
  readonly mark: number;
}

function Arrivals({ catalogue: { services, genres, defaults }, mark }: ArrivalsProps) {
  const filters = filtersInAddress(defaults);
  const isChosen = filters.services !== '';
  const { value, problem } = useAnswer<ArrivalsView>(
    isChosen ? address('/api/arrivals', filters) : null,
    mark,
  ).value;
  const found = useLast(value);
  useEffect(() => {
    // The address may name services, and may have changed since the answer.
    if (value === null || filters.services !== param('services')) return;
    const ids = { services: value.services.join(','), genres: value.genres.join(',') };
    const isInIds = ids.services === filters.services && ids.genres === filters.genres;
    if (!isInIds) go(withParams(ids), { replace: true });
  }, [value]);
  return (
    <>
      <Choices
        name="services"
        label="Services"
        choices={services.filter(({ regions }) => regions?.includes(filters.country) ?? true)}
        whenNone="none chosen"
        isOpen={!isChosen}
      />
      <Choices name="genres" label="Genres" choices={genres} whenNone="all" isOpen={false} />
      <ArrivalFilters defaults={defaults} />
      {!isChosen ? (
        <p class="empty">Choose your services in the list above. The address keeps them, for a bookmark.</p>
      ) : problem !== null ? (
        <p class="error">{problem}</p>
      ) : found === null ? (
        <p class="empty">Reading what is new …</p>
      ) : found.arrivals.length === 0 ? (
        <p class="empty">
          Nothing new with these filters: choose a longer time, more services or genres, or a lower rating.
        </p>
      ) : (
        <Found found={found} />
      )}
    </>
  );
}

function Found({ found: { arrivals, hasMore } }: { readonly found: ArrivalsView }) {
  const titles = new Set(arrivals.map(({ titleId }) => titleId)).size;
  return (
    <>
      <ArrivalTable arrivals={arrivals} />
      <p class="dim">
        {hasMore ? (
          <>
            Only the newest {count(arrivals.length)} are shown; <code>tvguide whats-new --limit</code> lists
            more.
          </>
        ) : (
          counted(titles, 'title')
        )}
      </p>
    </>
  );
}
