import { InvalidArgumentError } from 'commander';
import { findRegionProblem } from '../../events/regions.ts';
import { words } from './list.ts';

const parseCodes = words('GB,IE');

/** Parses a list of countries: `GB,IE`. */
export function parseRegions(text: string): string[] {
  return parseCodes(text).map(parseRegion);
}

/** Parses a country: `GB`. */
export function parseRegion(region: string): string {
  const problem = findRegionProblem(region);
  if (problem !== undefined) throw new InvalidArgumentError(`${region} ${problem}.`);
  return region;
}
