/** The reason why the names of titles are missing. */
export function NamesProblem({ problem }: { readonly problem: string | null }) {
  return problem === null ? null : <p class="dim">The names of titles cannot be read. {problem}</p>;
}
