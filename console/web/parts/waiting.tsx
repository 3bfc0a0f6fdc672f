import { problem } from '../live.ts';

/** Stands where something will be shown; when it cannot be read, where to go instead: why stands above. */
export function Waiting({ what }: { readonly what: string }) {
  if (problem.value === null) return <p class="empty">Loading {what} …</p>;
  return (
    <section class="page">
      <p>
        Without it there is nothing to show here. <a href="/runs">All runs</a>
      </p>
    </section>
  );
}
