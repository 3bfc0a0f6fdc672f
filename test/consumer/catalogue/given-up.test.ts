import { describe, expect, it } from '@jest/globals';
import { createUpdateCatalogue } from '../../../consumer/catalogue/update-catalogue.ts';
import { eventOn } from './support/events.ts';
import { catalogueOf, memoryCatalogue } from './support/memory-catalogue.ts';

describe('an event that was given up between its rows and its record', () => {
  const SETTINGS = { keepDays: null };

  it.each([
    ['took a service away', [203, 24], [24], [203, 24]],
    ['brought a service', [24], [203, 24], [203, 24]],
    ['changed nothing', [203], [203], [203]],
  ])('and %s leaves rows that the next event repairs, and a replay completes', async (_, ...services) => {
    const [first, givenUp, next] = services.map((each, index) => eventOn({ day: index + 1, services: each }));
    const table = memoryCatalogue();
    const update = createUpdateCatalogue(table, SETTINGS);
    await update(first!);
    table.beforeCall = (operation) => {
      if (operation === 'putRecord') throw new Error('ended');
    };
    await expect(update(givenUp!)).rejects.toThrow('ended');
    expect(table.items()).not.toEqual(await catalogueOf([first!]));
    table.beforeCall = () => undefined;

    await update(next!);
    expect(table.items()).toEqual(await catalogueOf([first!, next!]));
    await update(givenUp!);
    expect(table.items()).toEqual(await catalogueOf([first!, givenUp!, next!]));
  });
});
