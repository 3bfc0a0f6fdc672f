import { ago, moment, utc } from '../format.ts';
import { now } from '../session.ts';

/** A local time with the moment in UTC on hover. */
export function Moment({ at }: { readonly at: number }) {
  return (
    <time dateTime={new Date(at).toISOString()} title={utc(at)}>
      {moment(at)}
    </time>
  );
}

/** How long ago something was, with the moment on hover. */
export function Ago({ at }: { readonly at: number }) {
  return (
    <time dateTime={new Date(at).toISOString()} title={`${moment(at)} · ${utc(at)}`}>
      {ago(at, now.value)}
    </time>
  );
}
