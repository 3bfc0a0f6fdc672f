import { useTitle } from '../use-title.ts';

/** The page for an unknown address. */
export function NotFoundPage() {
  useTitle('Not found');
  return (
    <section class="page">
      <h1>Page not found</h1>
      <p>
        The address may be incomplete. <a href="/runs">All runs</a>
      </p>
    </section>
  );
}
