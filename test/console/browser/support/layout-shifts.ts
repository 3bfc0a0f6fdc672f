/** A script that sums up the layout shifts of a page without recent user input. `window.movedSoFar()` returns the sum. */
export const WATCH_SHIFTS = `
  window.moved = 0;
  window.shifts = new PerformanceObserver((list) => count(list.getEntries()));
  const count = (entries) => {
    for (const { value, hadRecentInput } of entries) if (!hadRecentInput) window.moved += value;
  };
  window.shifts.observe({ type: 'layout-shift', buffered: true });
  window.movedSoFar = () => {
    count(window.shifts.takeRecords());
    return window.moved;
  };
`;

/** The maximum shift: a word in the top bar, a number with another digit. A late paragraph exceeds 0.01. */
export const MAX_MOVED = 0.005;
