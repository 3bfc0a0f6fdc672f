import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, jest } from '@jest/globals';
import { DescribeStateMachineCommand, SFNClient, UpdateStateMachineCommand } from '@aws-sdk/client-sfn';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import type { LocalEndpoints } from '../../../../operate/endpoints/local-endpoints.ts';
import type { LocalStream } from '../../../../local/stream/kinesis-local.ts';
import { startTvguide, folderForRuns } from '../../../cli/support/child.ts';
import { startLocalKinesis } from '../../../local/stream/support/local-kinesis.ts';
import { findChromium } from '../../../../bin/find-chromium.mjs';
import { enter, launchBrowser } from './browser.ts';

// Each suite starts a runtime and a browser, on machines that may be busy.
jest.setTimeout(90_000);

/** A title whose name is markup that runs a script. */
export const HOSTILE = '<img src=x onerror=alert(1)>';
/** The titles of these tests. */
export const TITLES = { breakingBad: 9_000_001, hostile: 9_000_008, shawshank: 9_000_015 } as const;
const CATALOGUE = `Watchmode ID,IMDB ID,TMDB ID,TMDB Type,Title,Year
"${TITLES.breakingBad}","tt0903747","1396","tv","Breaking Bad","2008"
"${TITLES.hostile}","tt3032476","60059","tv","${HOSTILE}","2015"
"${TITLES.shawshank}","tt0111161","278","movie","The Shawshank Redemption","1994"
`;
/** The timeout of each wait in milliseconds, for a busy machine. */
const LONGEST_WAIT_MS = 30_000;

/** A state machine, or a part of one, as an object of the Amazon States Language. */
export interface Definition {
  [field: string]: unknown;
  States: Record<string, Definition>;
  ItemProcessor: Definition;
}

/** Returns the address of a run's page. */
export const run = (name: string) => `/runs/${encodeURIComponent(`title-ingestion:${name}`)}`;

const isThere = findChromium() !== undefined;

/** `describe` with a browser; without one it skips the tests and says so. */
export function describeInBrowser(name: string, tests: () => void): void {
  if (!isThere) {
    process.stderr.write(
      `left out, since no Chromium is on the PATH (CHROMIUM_PATH names another): ${name}\n`,
    );
  }
  (isThere ? describe : describe.skip)(name, tests);
}

/** Services that all consoles of a suite share. The first user starts them, and the suite ends them. */
const shared: { browser?: Promise<Browser>; kinesis?: Promise<LocalStream> } = {};
const sharedBrowser = () => (shared.browser ??= launchBrowser());
const sharedKinesis = () => (shared.kinesis ??= startLocalKinesis({ streamName: 'ProgrammeDataStream' }));

afterAll(async () => {
  const [browser, kinesis] = await Promise.all([shared.browser, shared.kinesis]);
  await Promise.all([browser?.close(), kinesis?.close()]);
});

/** The options of {@link OpenedConsole.open}. */
export interface Opening {
  /** Changes the definition further; its retries are already short. */
  readonly change?: (definition: Definition) => void;
  /** True for a stream that other consoles of the suite do not use. @default false */
  readonly ownStream?: boolean;
  /** False for a runtime without the consumer of the stream. @default true */
  readonly consume?: boolean;
  /** The titles, in the format of Watchmode's own CSV. @default three titles */
  readonly catalogue?: string;
}

/** A runtime of this machine with three titles, and its console in a browser. */
export class OpenedConsole {
  /** The errors of the page. */
  readonly faults: string[] = [];
  readonly origin: string;

  private constructor(
    readonly folder: string,
    readonly endpoints: LocalEndpoints & { readonly console: string },
    readonly client: SFNClient,
    readonly browser: Browser,
    readonly context: BrowserContext,
    readonly page: Page,
    /** Ends browser and runtime. */
    readonly close: () => Promise<void>,
  ) {
    this.origin = new URL(endpoints.console).origin;
    page.on('pageerror', (error) => this.faults.push(error.message));
    page.on('dialog', (dialog) => this.faults.push(`dialog ${dialog.message()}`));
    page.on('console', (message) => {
      if (message.type() === 'error') this.faults.push(message.text());
    });
  }

  static async open({
    change,
    ownStream = false,
    consume = true,
    catalogue = CATALOGUE,
  }: Opening = {}): Promise<OpenedConsole> {
    const folder = await folderForRuns();
    await writeFile(join(folder.path, 'titles.csv'), catalogue);
    const stream = ownStream ? [] : ['--endpoint-kinesis', (await sharedKinesis()).endpoint];
    const consumer = consume ? [] : ['--no-consume'];
    const runtime = startTvguide(
      ['up', '--port', '0', '--json', '--catalogue', 'titles.csv', ...stream, ...consumer],
      { cwd: folder.path },
    );
    const [line, browser] = await Promise.all([runtime.firstLine, sharedBrowser()]);
    const endpoints = JSON.parse(line) as OpenedConsole['endpoints'];
    const client = new SFNClient({
      endpoint: endpoints.stepFunctions,
      region: 'eu-west-2',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      requestHandler: new NodeHttpHandler(),
    });
    const context = await browser.newContext();
    const close = async () => {
      await context.close();
      client.destroy();
      await runtime.stop('SIGINT');
      await folder.remove();
    };
    await update(client, endpoints.stateMachineArn ?? '', (definition) => {
      shortenRetries(definition);
      change?.(definition);
    });
    context.setDefaultTimeout(LONGEST_WAIT_MS);
    const page = await context.newPage();
    const opened = new OpenedConsole(folder.path, endpoints, client, browser, context, page, close);
    await enter(page, endpoints.console);
    return opened;
  }

  goto(path: string) {
    return this.page.goto(`${this.origin}${path}`);
  }

  /** Locates the status in the head of a run's page. */
  status(text: string): Locator {
    return this.page.locator('.run-head .status', { hasText: text });
  }

  /** Locates a state in the graph. */
  state(name: string): Locator {
    return this.page.locator(`[data-state="${name}"]`);
  }

  /** Opens a section by its link in the top bar. */
  async section(name: 'Runs' | 'Feeds' | 'New' | 'Titles' | 'Stream' | 'Watchmode'): Promise<void> {
    await this.page.getByRole('navigation', { name: 'Sections' }).getByRole('link', { name }).click();
  }

  /** Switches a fault on the page of the stand-in. */
  async switchFault(label: string, on: boolean): Promise<void> {
    await this.section('Watchmode');
    await this.page.getByRole('switch', { name: label }).setChecked(on);
    await this.page.getByRole('switch', { name: label, checked: on }).waitFor();
  }

  /** Starts a run with the form, and waits until its page is open. */
  async start(name: string, input?: object): Promise<void> {
    const { page } = this;
    await this.goto('/start');
    if (input !== undefined) await page.getByLabel('Input as JSON').fill(JSON.stringify(input));
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill(name);
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await page.getByRole('heading', { name, level: 1 }).waitFor();
  }
}

async function update(
  client: SFNClient,
  stateMachineArn: string,
  change: (definition: Definition) => void,
): Promise<void> {
  const { definition = '' } = await client.send(new DescribeStateMachineCommand({ stateMachineArn }));
  const changed = JSON.parse(definition) as Definition;
  change(changed);
  await client.send(new UpdateStateMachineCommand({ stateMachineArn, definition: JSON.stringify(changed) }));
}

/** Makes retries so few and short that an outage fails a run at once. */
function shortenRetries(part: unknown): void {
  if (typeof part !== 'object' || part === null) return;
  const fields = part as Record<string, unknown>;
  if ('IntervalSeconds' in fields) fields['IntervalSeconds'] = 1;
  if ('MaxAttempts' in fields && fields['MaxAttempts'] !== 0) fields['MaxAttempts'] = 1;
  delete fields['MaxDelaySeconds'];
  for (const inner of Object.values(fields)) shortenRetries(inner);
}
