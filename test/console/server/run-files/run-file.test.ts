import { beforeEach, describe, expect, it } from '@jest/globals';
import { exportRun } from '../../../../console/server/runs/export-run.ts';
import { liveMapRun } from '../../../../console/server/runs/handlers.ts';
import { importFile, imports, removeImport } from '../../../../console/server/runs/import-handlers.ts';
import { Imports } from '../../../../console/server/runs/imports.ts';
import { InnerStatesFollower } from '../../../../console/server/runs/inner-states.ts';
import { isImportedArn, type RunFile } from '../../../../console/server/run-files/run-file.ts';
import type { ImportedFile } from '../../../../console/api/index.ts';
import type { ConsoleContext } from '../../../../console/server/context.ts';
import { executionArnOf } from '../../../cli/support/fake-step-functions.ts';
import { type FakeContext, fakeContext, ON_AWS } from '../support/fake-context.ts';
import { addRuns, type TitleRun } from '../support/title-runs.ts';
import { askHandler, FakePage } from '../support/virtual-time.ts';

const AT = '2026-11-24T06:00:10.000Z';
const run: TitleRun = {
  name: 'kept',
  from: '2026-11-24T06:00:00Z',
  to: '2026-11-24T06:01:00Z',
  batches: [[{ id: 101, fetchedAt: AT }], [{ id: 102, fetchedAt: AT }], [{ id: 103, fetchedAt: AT }]],
  childStatus: 'FAILED',
};

/** Returns a file after a download and an upload. */
const throughDisk = (file: RunFile): RunFile => JSON.parse(JSON.stringify(file)) as RunFile;
const open = async (context: ConsoleContext, file: unknown): Promise<string> => {
  const bytes = Buffer.from(typeof file === 'string' ? file : JSON.stringify(file));
  const { id } = (await askHandler(importFile, context, { file: 'run.json' }, bytes)) as ImportedFile;
  return id;
};

describe('a run as a file', () => {
  let there: FakeContext;
  let file: RunFile;
  let here: ConsoleContext;

  beforeEach(async () => {
    there = await fakeContext();
    addRuns(there.fake, run);
    file = throughDisk(
      await exportRun(there.context.models, await there.context.models.get(executionArnOf('kept'))),
    );
    // Another machine without these executions.
    ({ context: here } = await fakeContext());
  });

  it('holds its children, and can be imported where Step Functions does not have it', async () => {
    const id = await open(here, file);
    const model = await here.models.get(here.arns.run(id));
    const update = await model.update(undefined);

    expect(model.head()).toMatchObject({ imported: true, status: 'FAILED', redrivable: false });
    expect(update?.update).toMatchObject({
      events: file.events.map(({ id: number }) => ({ id: number })),
      mapRuns: [{ items: { total: 3 } }],
    });
    const [mapRun] = update?.update.mapRuns ?? [];
    const visit = update?.update.visits.find(({ name }) => name === 'Ingest titles');
    expect(visit?.mapRun).toBe(mapRun?.id);

    const page = new FakePage();
    void askHandler(liveMapRun, here, { id: mapRun?.id ?? '' }, undefined, page);
    await page.told(1);
    page.close();
    const told = page.messages[0] as { held: number; mapRun: { run: string }; children: { id: string }[] };
    expect(told).toMatchObject({ held: 3, mapRun: { run: id } });
    const child = await here.models.get(here.arns.run(told.children[1]?.id ?? ''));
    expect(child.head()).toMatchObject({ imported: true, mapRun: mapRun?.id });
    expect(child.visits.map(({ name }) => name)).toEqual(['Fetch titles', 'Fetch title details']);
    expect(child.visits[1]?.enteredAt).toEqual(new Date('2026-11-24T06:00:04Z'));
  });

  it('shows the states of the children that it holds', async () => {
    const model = await here.models.get(here.arns.run(await open(here, file)));
    const follower = new InnerStatesFollower(here.models);
    follower.of(model);
    for (const mapRun of model.mapRuns) await here.models.samplerOf(mapRun).settled;

    expect(follower.of(model)?.states.map(({ name }) => name)).toContain('Fetch title details');
  });

  it('holds failed children first, and at most 20 on AWS', async () => {
    const aws = await fakeContext([], ON_AWS);
    const batches = Array.from({ length: 30 }, (_, index) => [{ id: 200 + index, fetchedAt: AT }]);
    addRuns(aws.fake, { ...run, batches });
    const large = await exportRun(aws.context.models, await aws.context.models.get(executionArnOf('kept')));

    expect(large.children).toMatchObject([{ items: { length: 30 }, executions: { length: 20 } }]);
    expect(large.children?.[0]?.executions[0]?.execution).toMatchObject({
      name: 'kept-child-29',
      status: 'FAILED',
    });
  });

  it('can be imported twice', async () => {
    const ids = [await open(here, file), await open(here, file)];

    expect(new Set(ids).size).toBe(2);
    expect(ids.map((id) => isImportedArn(here.arns.run(id)))).toEqual([true, true]);
  });

  it('can be imported without children, in the format of older consoles', async () => {
    const older = { ...file, children: undefined };
    const model = await here.models.get(here.arns.run(await open(here, older)));
    const page = new FakePage();
    void askHandler(
      liveMapRun,
      here,
      { id: model.row(model.visits[1] as never).mapRun ?? '' },
      undefined,
      page,
    );
    await page.told(1);
    page.close();

    expect(page.messages).toMatchObject([{ held: 0, children: [] }]);
  });

  it.each([
    ['nothing', null, /not an exported run/],
    ['a list', [], /not an exported run/],
    ['any JSON', { some: 'thing' }, /not an exported run/],
    ['another version', { format: 'tvguide.run/2' }, /exported as tvguide\.run\/2 by another version/],
  ])('is not imported from %s', async (_, value, why) => {
    await expect(open(here, value)).rejects.toMatchObject({
      status: 400,
      message: expect.stringMatching(why),
    });
  });

  it.each<[string, (of: RunFile) => unknown, RegExp]>([
    ['without its events', (of) => ({ ...of, events: undefined }), /not an exported run/],
    ['with a gap in its events', (of) => ({ ...of, events: of.events.slice(1) }), /not an exported run/],
    ['with events that are none', (of) => ({ ...of, events: [null] }), /not an exported run/],
    ['without a status', (of) => ({ ...of, execution: {} }), /not an exported run/],
    ['with children that are none', (of) => ({ ...of, children: [{ mapRunArn: 7 }] }), /not an exported run/],
    ['without its Map Run', (of) => ({ ...of, mapRuns: [] }), /lacks a Map Run/],
    [
      'with an input that is not JSON',
      (of) => ({ ...of, execution: { ...of.execution, input: '{cut' } }),
      /this exported run is damaged: .*JSON/,
    ],
  ])('is not imported %s, and leaves nothing behind', async (_, change, why) => {
    await expect(open(here, change(file))).rejects.toMatchObject({
      status: 400,
      message: expect.stringMatching(why),
    });
  });

  it('pollutes no prototype', async () => {
    const text = JSON.stringify(file).replace(
      '"execution":{',
      '"__proto__":{"polluted":true},"execution":{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},',
    );
    const id = await open(here, text);

    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect((await here.models.get(here.arns.run(id))).head()).not.toHaveProperty('polluted');
  });

  it('is not imported from a file that is not JSON', async () => {
    await expect(open(here, '{"format":')).rejects.toMatchObject({
      status: 400,
      message: 'this file is not valid JSON',
    });
  });

  it('has no data about the requests that read it', () => {
    expect(JSON.stringify(file)).not.toContain('$metadata');
  });

  it('is listed until it is removed from memory', async () => {
    const [first, second] = [await open(here, file), await open(here, file)];
    const listed = (await askHandler(imports, here, {})) as ImportedFile[];
    expect(listed.map(({ id, fileName }) => [id, fileName])).toEqual([
      [second, 'run.json'],
      [first, 'run.json'],
    ]);
    expect(listed[0]?.bytes).toBe(Buffer.byteLength(JSON.stringify(file)));

    const model = await here.models.get(here.arns.run(first));
    const [mapRun] = model.mapRuns;
    const children = here.models.importedMapRun(mapRun?.mapRunArn ?? '')?.items ?? [];
    const arns = [model.arn, ...children.map(({ executionArn = '' }) => executionArn)];
    expect(arns).toHaveLength(4);
    expect(await askHandler(removeImport, here, {}, { id: first })).toMatchObject([{ id: second }]);
    for (const arn of arns) await expect(here.models.get(arn)).rejects.toMatchObject({ status: 404 });
    await here.models.get(here.arns.run(second));
    expect(() => askHandler(removeImport, here, {}, { id: first })).toThrow('this file is not imported');
  });

  it('is not imported if the files in memory would become too large', async () => {
    const room = 1.5 * Buffer.byteLength(JSON.stringify(file));
    const context = { ...here, imports: new Imports(here.models, here.io, room) };
    const first = await open(context, file);

    await expect(open(context, file)).rejects.toMatchObject({
      status: 413,
      message: expect.stringMatching(
        /^with this file, the imported runs would have .* MiB, .*: remove one first$/,
      ),
    });
    context.imports.remove(first);
    await open(context, file);
  });

  it('is not imported from a file of more than 64 MiB', async () => {
    await expect(
      askHandler(importFile, here, {}, Buffer.alloc(64 * 1024 * 1024 + 1, ' ')),
    ).rejects.toMatchObject({ status: 413, message: 'the request is too large: the maximum is 64 MiB' });
  });

  it('reports that the file of a run is no longer open', async () => {
    const id = await open(here, file);
    const { context: later } = await fakeContext();

    await expect(later.models.get(later.arns.run(id))).rejects.toMatchObject({
      status: 404,
      message: expect.stringContaining('no imported file holds this execution'),
    });
  });

  it('can be imported with 25,000 events, with turns for other requests', async () => {
    const { context, io } = await fakeContext();
    const [start] = file.events;
    const events = Array.from({ length: 25_000 }, (_, index) => ({ ...start, id: index + 1 }));
    const id = await open(context, { ...file, events, mapRuns: [], children: [] });

    const read = await context.models.get(context.arns.run(id));
    expect(read.events.map((event) => event.id)).toEqual(events.map((event) => event.id));
    expect(io.waits.filter((wait) => wait === 0).length).toBeGreaterThanOrEqual(7);
  });
});
