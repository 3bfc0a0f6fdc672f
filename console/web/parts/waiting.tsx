import { problem } from '../live.ts';

/** A placeholder while a page loads. The reason of a failure is in the notice above. */
export function Waiting({ what }: { readonly what: string }) {
  if (problem.value === null) return <p class="empty">Loading {what} …</p>;
  return (
    <section class="page">
      <p>
        Cannot load {what}. <a href="/runs">All runs</a>
      </p>
    </section>
  );
}
