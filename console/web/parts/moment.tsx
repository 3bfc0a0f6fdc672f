import { ago, moment, utc } from '../format.ts';
import { now } from '../session.ts';

/** A local time with the UTC time as tooltip. */
export function Moment({ at }: { readonly at: number }) {
  return (
    <time dateTime={new Date(at).toISOString()} title={utc(at)}>
      {moment(at)}
    </time>
  );
}

/** A relative time with the exact time as tooltip. */
export function Ago({ at }: { readonly at: number }) {
  return (
    <time dateTime={new Date(at).toISOString()} title={`${moment(at)} · ${utc(at)}`}>
      {ago(at, now.value)}
    </time>
  );
}
