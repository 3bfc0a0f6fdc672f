import { describe, expect, it } from '@jest/globals';
import { UsageError } from '../../../operate/errors.ts';
import { findNamed, findServices, listNames } from '../../../operate/catalogue/find-named.ts';

const SERVICES = [
  { id: 407, name: 'All 4' },
  { id: 24, name: 'Amazon' },
  { id: 409, name: 'BBC iPlayer' },
  { id: 372, name: 'Disney+' },
  { id: 203, name: 'Netflix' },
  { id: 500, name: 'Téléfilm' },
  { id: 1, name: 'Shop' },
  { id: 2, name: 'Shop' },
];
const find = (...wanted: string[]) => findNamed('service', wanted, SERVICES);

describe('services by name or ID', () => {
  it('are found without regard to case, accents, spaces and punctuation', () => {
    expect(find('netflix', 'bbc-iplayer', 'DISNEY', 'telefilm', 'all4')).toEqual([203, 409, 372, 500, 407]);
  });

  it('are found by ID, each once', () => {
    expect(find('203', 'Netflix', '24')).toEqual([203, 24]);
  });

  it('are all that have the name', () => {
    expect(find('shop')).toEqual([1, 2]);
  });

  it.each([
    ['netfix', 'Netflix'],
    ['Netflixx', 'Netflix'],
    ['iplayer', 'BBC iPlayer'],
    ['Amazon Prime', 'Amazon'],
    ['Disney Plus', 'Disney+'],
    ['al 4', 'All 4'],
  ])('suggest for %s what was meant', (word, meant) => {
    const problem = `there is no service ${JSON.stringify(word)} in the catalogue`;
    expect(() => find('203', word)).toThrow(new UsageError(`${problem}: did you mean ${meant}?`));
  });

  it.each(['Hulu', '999', '+', ''])('list all names if none is like %j', (word) => {
    expect(() => find(word)).toThrow(
      /^there is no service .* in the catalogue: it has All 4 \(407\), .*Shop \(2\)$/,
    );
  });
});

describe('services of a country', () => {
  const known = [
    ...SERVICES,
    { id: 157, name: 'Hulu', regions: ['US', 'JP'] },
    { id: 388, name: 'BritBox', regions: ['GB', 'US'] },
    { id: 3, name: 'Shop', regions: ['US'] },
    { id: 9, name: 'Gone', regions: [] },
  ];
  const findIn = (region: string, ...wanted: string[]) => findServices(wanted, known, region);

  it('are those that have the country, and those whose countries are not known', () => {
    expect(findIn('GB', 'britbox', 'Netflix', 'shop')).toEqual([388, 203, 1, 2]);
    expect(findIn('US', 'hulu', 'shop')).toEqual([157, 1, 2, 3]);
  });

  it.each([
    ['Hulu', 'Hulu (157) is not in GB: it is in JP, US'],
    ['3', 'Shop (3) is not in GB: it is in US'],
    ['gone', 'Gone (9) is not in GB: it is in no country'],
    ['Britbx', 'there is no service "Britbx" in the catalogue: did you mean BritBox?'],
  ])('do not have %s', (word, message) => {
    expect(() => findIn('GB', 'Netflix', word)).toThrow(new UsageError(message));
  });

  it('do not suggest one of another country', () => {
    expect(() => findIn('GB', 'Hulo')).toThrow(/: it has All 4 \(407\), (?!.*Hulu)/);
  });
});

describe('a list of names', () => {
  it('ends with the number of those that it leaves out', () => {
    const many = Array.from({ length: 45 }, (_, id) => ({ id, name: `S${id}` }));

    expect(listNames(many)).toMatch(/^S0 \(0\), .* S39 \(39\) and 5 more$/);
  });
});
