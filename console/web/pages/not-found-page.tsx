import { useTitle } from '../use-title.ts';

/** For an address that no page has. */
export function NotFoundPage() {
  useTitle('Not found');
  return (
    <section class="page">
      <h1>There is no such page</h1>
      <p>
        The address may have been cut off. <a href="/runs">All runs</a> are the place to begin.
      </p>
    </section>
  );
}
