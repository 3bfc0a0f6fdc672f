import { restoreMocks } from './test-api.mjs';

/** How long a test may wait for something without anything happening, in milliseconds. No test of ours sleeps. */
const IDLE_MS = 3_000;
const CHECK_MS = 250;

/** A test that waits for what does not come. */
export class TestHangs extends Error {
  name = 'TestHangs';

  constructor() {
    super(`nothing has happened for ${IDLE_MS} ms`);
  }
}

/**
 * Runs tests, one after the other, in their order.
 *
 * @param {import('./test-api.mjs').Block} block
 * @param {object} options
 * @param {(id: string) => boolean} options.isWanted which tests run
 * @param {(ids: readonly string[]) => void} options.onStart is told which test runs from now on; of what runs once for
 *   several, all of them
 * @param {(id: string, error: unknown) => boolean} options.onEnd is told what became of it; false: no more tests
 */
export async function runTests(block, { isWanted, onStart, onEnd }) {
  const wantedIn = ({ id, children }) =>
    children === undefined ? (isWanted(id) ? [id] : []) : children.flatMap(wantedIn);

  /** Whether to go on. */
  async function runBlock({ children, hooks }, outer) {
    const ids = wantedIn({ children });
    if (ids.length === 0) return true;
    const scopes = [...outer, hooks];
    if (hooks.beforeAll.length > 0) onStart(ids);
    const broken = await failureOf(() => inOrder(hooks.beforeAll));
    let goesOn = true;
    for (const child of children) {
      if (!goesOn) break;
      if (child.children !== undefined) goesOn = await runBlock(child, scopes);
      else if (isWanted(child.id)) {
        onStart([child.id]);
        goesOn = onEnd(child.id, broken ?? (await failureOf(() => runTest(child, scopes))));
      }
    }
    if (hooks.afterAll.length > 0) onStart(ids);
    const left = await failureOf(() => inOrder(hooks.afterAll));
    return left === undefined ? goesOn : onEnd(ids[0], left) && goesOn;
  }
  await runBlock(block, []);
}

async function runTest({ body }, scopes) {
  try {
    await inOrder(scopes.flatMap(({ beforeEach }) => beforeEach));
    await body();
  } finally {
    restoreMocks();
    await inOrder(scopes.toReversed().flatMap(({ afterEach }) => afterEach));
  }
}

async function inOrder(hooks) {
  for (const hook of hooks) await hook();
}

/** What goes wrong, undefined for nothing: an error, one that nobody waits for, or nothing that ever happens. */
async function failureOf(action) {
  let timer;
  let fail;
  const start = performance.eventLoopUtilization();
  try {
    await Promise.race([
      action(),
      new Promise((_, reject) => {
        fail = reject;
        process.on('uncaughtException', fail);
        process.on('unhandledRejection', fail);
        // Idle time, not time: other programs may keep the processor from this one for long.
        timer = setInterval(() => {
          if (performance.eventLoopUtilization(start).idle > IDLE_MS) reject(new TestHangs());
        }, CHECK_MS);
      }),
    ]);
    return undefined;
  } catch (error) {
    return error ?? new Error('nothing was thrown');
  } finally {
    clearInterval(timer);
    process.off('uncaughtException', fail);
    process.off('unhandledRejection', fail);
  }
}
