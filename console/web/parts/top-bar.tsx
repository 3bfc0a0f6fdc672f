import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { go, param, path } from '../address.ts';
import { connection } from '../live.ts';
import { session } from '../session.ts';

const CONNECTION_WORDS = {
  still: '',
  live: 'live',
  connecting: 'connecting',
  failing: 'not up to date',
  paused: 'paused in the background',
  disconnected: 'disconnected, trying again',
  refused: 'disconnected',
} as const;

/** The top bar: name, sections, search and environment. */
export function TopBar() {
  const [section = 'runs'] = path.value;
  const sections = [
    ['runs', 'Runs'],
    ['feeds', 'Feeds'],
    ['new', 'New'],
    ['titles', 'Titles'],
    ...((session.value?.stream ?? null) === null ? [] : [['stream', 'Stream'] as const]),
    ...(session.value?.hasStandIn === true ? [['watchmode', 'Watchmode'] as const] : []),
  ] as const;
  return (
    <header class="top">
      <a class="brand" href="/runs">
        TV guide
      </a>
      {/* The session decides the sections: all appear at once, so that none moves. */}
      {session.value !== null && (
        <>
          <nav aria-label="Sections">
            {sections.map(([id, label]) => (
              <a key={id} href={`/${id}`} aria-current={section === id ? 'page' : undefined}>
                {label}
              </a>
            ))}
          </nav>
          <Search />
        </>
      )}
      <span class={`connection ${connection.value}`} role="status">
        <span class="dot" aria-hidden="true" />
        {CONNECTION_WORDS[connection.value]}
      </span>
      <Environment />
    </header>
  );
}

/** The search field. Its text is that of the last search, also after Back or a reload. */
function Search() {
  const text = useSignal('');
  const searched = param('q');
  useEffect(() => {
    if (searched !== null) text.value = searched;
  }, [searched]);
  return (
    <form
      class="search"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        go(`/titles?q=${encodeURIComponent(text.value.trim())}`);
      }}
    >
      <input
        name="q"
        type="search"
        aria-label="Search titles by id or name"
        placeholder="Search titles   /"
        value={text.value}
        onInput={(event) => (text.value = event.currentTarget.value)}
      />
    </form>
  );
}

function Environment() {
  const environment = session.value?.environment;
  if (environment === undefined) return null;
  if (environment.kind === 'local') return <span class="environment">this machine</span>;
  return (
    <span class="environment aws" title={session.value?.stateMachineArn}>
      AWS {environment.account} · {environment.region}
      {environment.profile === null ? '' : ` · ${environment.profile}`}
      {environment.endpoint === null ? '' : ` · ${environment.endpoint}`}
      {session.value?.allowChanges === true ? '' : ' · read only'}
    </span>
  );
}
