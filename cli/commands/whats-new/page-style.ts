/** The style of the page: system fonts, one column, light or dark as the reader's system. */
export const PAGE_STYLE = `
:root { color-scheme: light dark; --text: #1b1b1f; --soft: #55555f; --ground: #fff; --line: #d9d9e0; --link: #0b57b0 }
@media (prefers-color-scheme: dark) {
  :root { --text: #ececf1; --soft: #b3b3bf; --ground: #17171b; --line: #3a3a44; --link: #8ab8ff }
}
* { box-sizing: border-box }
body {
  margin: 0 auto; padding: 1.5rem 1rem; max-width: 46rem; overflow-wrap: anywhere;
  color: var(--text); background: var(--ground); font: 1rem/1.5 system-ui, sans-serif;
}
h1 { font-size: 1.6rem; line-height: 1.2; margin: 0 0 1rem }
h2 { font-size: 1rem; color: var(--soft); margin: 2rem 0 0; font-weight: 600 }
h3 { font-size: 1.1rem; margin: 0 }
ul { list-style: none; margin: 0; padding: 0 }
li { padding: 0.9rem 0; border-bottom: 1px solid var(--line) }
p { margin: 0.25rem 0 }
a { color: var(--link) }
.facts { color: var(--soft); font-size: 0.9rem }
.places { display: flex; flex-wrap: wrap; gap: 0.25rem 1rem }
footer { margin-top: 2rem; font-size: 0.9rem }
`;
