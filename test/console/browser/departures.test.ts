import { KinesisClient, PutRecordCommand } from '@aws-sdk/client-kinesis';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { StreamEvent } from '../../../events/types.ts';
import { bytesOf, leftOf, sourceOf } from '../../operate/stream/support/events.ts';
import { Barriers } from './support/barriers.ts';
import { enter } from './support/browser.ts';
import { describeInBrowser, OpenedConsole, TITLES } from './support/opened-console.ts';

/** The stand-in has this title on services of which Amazon is one. */
const CATALOGUE = `Watchmode ID,IMDB ID,TMDB ID,TMDB Type,Title,Year
"${TITLES.breakingBad}","tt0903747","1396","tv","Breaking Bad","2008"
`;
const AMAZON = 24;

describeInBrowser('a title that left a service, and a service with a new name', () => {
  let opened: OpenedConsole;
  let page: Page;
  let kinesis: KinesisClient;

  async function publish(event: StreamEvent): Promise<void> {
    await kinesis.send(
      new PutRecordCommand({
        StreamName: opened.endpoints.streamName,
        PartitionKey: event.subject,
        Data: bytesOf(event),
      }),
    );
  }
  const soon = () => new Date(Date.now() + 60_000).toISOString();

  beforeAll(async () => {
    opened = await OpenedConsole.open({ ownStream: true, catalogue: CATALOGUE });
    ({ page } = opened);
    kinesis = new KinesisClient({
      endpoint: opened.endpoints.kinesis ?? '',
      region: 'eu-west-2',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      requestHandler: new NodeHttpHandler(),
    });
    await opened.start('first');
    await opened.status('succeeded').waitFor();
    await opened.goto('/new?services=24&since=30d');
    await page.locator('.arrivals', { hasText: 'Breaking Bad' }).waitFor();
    await publish({ ...sourceOf(AMAZON, 'Prime Video'), time: soon() });
    await publish({ ...leftOf(TITLES.breakingBad, AMAZON), time: soon() });
  });
  afterAll(async () => {
    kinesis.destroy();
    await opened.close();
  });

  it('are taken from the catalogue', async () => {
    await page.getByText('Nothing new with these filters').waitFor();
    await page.locator('summary', { hasText: 'Services: Prime Video' }).waitFor();

    expect(await page.locator('.arrivals').count()).toBe(0);
  });

  it('are offered only in the countries that have the service', async () => {
    const service = (name: string) => page.getByRole('checkbox', { name });
    await opened.goto('/new?country=IE');
    await service('AppleTV').waitFor();
    expect(await service('Prime Video').count()).toBe(0);
    await opened.goto('/new');
    await service('Prime Video').waitFor();
  });

  it('are events of the stream, of which only one is of a title', async () => {
    await opened.goto('/stream');
    const row = (text: string) => page.locator('.stream-row', { hasText: text });
    await row('24 Prime Video').waitFor();

    expect(await row('left').innerText()).toMatch(/left\s+9000001\s+Breaking Bad Prime Video, GB/);
    expect(await row('source listed').innerText()).toMatch(/source listed\s+24 Prime Video/);
    await row('24 Prime Video').click();
    await page.getByRole('heading', { name: '24 Prime Video' }).waitFor();
    expect(await page.getByRole('link', { name: 'Title history' }).count()).toBe(0);
    await page.getByLabel('Filter events of the stream').fill('prime video, gb');
    await row('left').click();
    await page.getByRole('heading', { name: 'Breaking Bad' }).waitFor();
    await page.getByRole('link', { name: 'Title history' }).click();
    await page.getByRole('list', { name: 'Left and removed' }).getByText('Prime Video, GB').waitFor();
  });

  it('have no accessibility violation and no overflow', async () => {
    const plain = await opened.browser.newContext({ bypassCSP: true });
    const visitor = await plain.newPage();
    const barriers = await Barriers.of(visitor);
    await enter(visitor, opened.endpoints.console);
    await visitor.goto(`${opened.origin}/stream`);
    await visitor.locator('.stream-row', { hasText: 'left' }).waitFor();
    const found = await barriers.find();
    await visitor.goto(`${opened.origin}/titles/${TITLES.breakingBad}`);
    await visitor.getByRole('list', { name: 'Left and removed' }).waitFor();
    found.push(...(await barriers.find()));
    await plain.close();

    expect(found).toEqual([]);
    expect(opened.faults).toEqual([]);
  });
});
