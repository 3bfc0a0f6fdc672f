import { useEffect } from 'preact/hooks';
import { problem } from './live.ts';
import { Notice } from './parts/notice.tsx';
import { TopBar } from './parts/top-bar.tsx';
import { NotFoundPage } from './pages/not-found-page.tsx';
import { RunPage } from './pages/run-page.tsx';
import { RunsPage } from './pages/runs-page.tsx';
import { path } from './place.ts';
import { loadSession, session, sessionProblem } from './session.ts';

/** Everything: the bar, and the page that the address names. */
export function App() {
  useEffect(() => void loadSession(), []);
  const fault = sessionProblem.value ?? problem.value;
  return (
    <>
      <a class="skip" href="#main">
        Skip to the content
      </a>
      <TopBar />
      {fault !== null && (
        <Notice kind="problem" title="The console cannot read what it shows">
          {fault}
        </Notice>
      )}
      <main id="main" tabIndex={-1}>
        {session.value === null ? <p class="empty">Connecting …</p> : <Page />}
      </main>
    </>
  );
}

function Page() {
  const [page = 'runs', id] = path.value;
  if (page === 'runs') return id === undefined ? <RunsPage /> : <RunPage key={id} id={id} />;
  return <NotFoundPage />;
}
