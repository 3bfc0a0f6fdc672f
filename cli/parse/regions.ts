import { InvalidArgumentError } from 'commander';
import { findRegionProblem } from '../../events/regions.ts';
import { parseWords } from './list.ts';

/** Reads a list of countries: `GB,IE`. */
export function parseRegions(text: string): string[] {
  const regions = parseWords(text);
  for (const region of regions) {
    const problem = findRegionProblem(region);
    if (problem !== undefined) throw new InvalidArgumentError(`${region} ${problem}.`);
  }
  return regions;
}
