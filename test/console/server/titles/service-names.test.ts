import { beforeEach, expect, it } from '@jest/globals';
import { readServiceNames } from '../../../../console/server/titles/service-names.ts';
import bought from '../../../../events/examples/progress-item/reference-sources.json' with { type: 'json' };
import { definitionWith, FakeProgress, TABLE } from '../../../cli/support/fake-progress.ts';
import { fakeContext } from '../support/fake-context.ts';

const table = new FakeProgress();
const catalogueOf = (...services: { readonly id: number; readonly name: string }[]) => ({
  readNames: () => Promise.resolve(services.length === 0 ? null : { services, genres: [] }),
});
const namesIn = async (catalogue: ReturnType<typeof catalogueOf>) => {
  const { context, fake } = await fakeContext();
  fake.currentDefinition = definitionWith(TABLE);
  return readServiceNames(catalogue, context.tables, context.options.stateMachineArn);
};

beforeEach(() => table.reset());

it('the names of services are those of the catalogue and those that sweeps have bought', async () => {
  expect(await namesIn(catalogueOf())).toEqual([]);
  table.put(bought);

  expect(await namesIn(catalogueOf())).toEqual(bought.entries);
  const film4 = { id: 409, name: 'Film4' };
  expect(await namesIn(catalogueOf(film4))).toEqual([film4, ...bought.entries]);
});
