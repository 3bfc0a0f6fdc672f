import type { ArrivalRow } from '../../api/index.ts';
import { hrefOf } from '../address.ts';
import { Ago } from '../parts/moment.tsx';
import { TitleName } from '../parts/title-name.tsx';

/** The titles that are new on services. A narrow window shows each as a card. */
export function ArrivalTable({ arrivals }: { readonly arrivals: readonly ArrivalRow[] }) {
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="New titles">
      <table class="rows arrivals">
        <thead>
          <tr>
            <th>Title</th>
            <th>Type</th>
            <th class="number">Year</th>
            <th>Service</th>
            <th>Watch</th>
            <th class="number">Rating</th>
            <th>First seen</th>
          </tr>
        </thead>
        <tbody>
          {arrivals.map((arrival) => (
            <ArrivalLine key={`${arrival.titleId} ${arrival.sourceId}`} arrival={arrival} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function ArrivalLine({ arrival }: { readonly arrival: ArrivalRow }) {
  const { titleId, title, year, type, service, ways, rating, firstSeen } = arrival;
  return (
    <tr>
      <td class="arrival-title">
        <a class="row-link" href={hrefOf('titles', String(titleId))}>
          <TitleName name={title} id={titleId} />
        </a>
      </td>
      <td class="dim nowrap">{type.replaceAll('_', ' ')}</td>
      <td class="number dim">{year ?? '–'}</td>
      <td>
        <bdi>{service}</bdi>
      </td>
      <td>
        {ways.length === 0 && <span class="dim">–</span>}
        {ways.map(({ text, url }) =>
          url === null ? (
            <span key={text} class="way">
              {text}
            </span>
          ) : (
            <a
              key={text}
              class="way"
              href={url}
              rel="noreferrer"
              aria-label={`${text}: ${title} on ${service}`}
            >
              {text}
            </a>
          ),
        )}
      </td>
      <td class="number" data-label="Rating">
        {rating === null ? <span class="dim">–</span> : rating.toFixed(1)}
      </td>
      <td class="nowrap" data-label="First seen">
        <Ago at={firstSeen} />
      </td>
    </tr>
  );
}
