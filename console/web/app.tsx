import { useEffect } from 'preact/hooks';
import { problem } from './live.ts';
import { Attribution } from './parts/attribution.tsx';
import { Boundary } from './parts/boundary.tsx';
import { Notice } from './parts/notice.tsx';
import { TopBar } from './parts/top-bar.tsx';
import { ComparePage } from './pages/compare-page.tsx';
import { FeedsPage } from './pages/feeds-page.tsx';
import { MapRunPage } from './pages/map-run-page.tsx';
import { NewPage } from './pages/new-page.tsx';
import { NotFoundPage } from './pages/not-found-page.tsx';
import { RunPage } from './pages/run-page.tsx';
import { RunsPage } from './pages/runs-page.tsx';
import { StartPage } from './pages/start-page.tsx';
import { StreamPage } from './pages/stream-page.tsx';
import { TitlePage } from './pages/title-page.tsx';
import { TitlesPage } from './pages/titles-page.tsx';
import { WatchmodePage } from './pages/watchmode-page.tsx';
import { badPart, path, withParams } from './address.ts';
import { loadSession, session, sessionProblem } from './session.ts';

/** The top bar and the page of the current address. */
export function App() {
  useEffect(() => void loadSession(), []);
  const fault = sessionProblem.value ?? problem.value;
  return (
    <>
      <a class="skip" href="#main">
        Skip to main content
      </a>
      <TopBar />
      {fault !== null && (
        <Notice kind="problem" title="Cannot load the data">
          {fault}
        </Notice>
      )}
      <main id="main" tabIndex={-1}>
        <Boundary address={withParams({})}>
          {session.value === null ? <p class="empty">Connecting …</p> : <Page />}
        </Boundary>
      </main>
      <Attribution />
    </>
  );
}

function Page() {
  const [page = 'runs', id] = path.value;
  if (badPart.value !== null)
    return <NotFoundPage reason={`${badPart.value} in the address is not a text with percent-encoding.`} />;
  switch (page) {
    case 'runs':
      return id === undefined ? <RunsPage /> : <RunPage key={id} id={id} />;
    case 'map-runs':
      return id === undefined ? <NotFoundPage /> : <MapRunPage key={id} id={id} />;
    case 'feeds':
      return <FeedsPage />;
    case 'new':
      return <NewPage />;
    case 'titles':
      return id === undefined ? <TitlesPage /> : <TitlePage key={id} id={id} />;
    case 'stream':
      return <StreamPage id={id} />;
    case 'watchmode':
      return <WatchmodePage />;
    case 'start':
      return <StartPage />;
    case 'compare':
      return <ComparePage />;
    default:
      return <NotFoundPage />;
  }
}
