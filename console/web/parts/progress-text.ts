import type { MapProgress } from '../../api/index.ts';
import { count, counted } from '../format.ts';

/** Formats ` (3 departures)`: titles of a sweep that left a service and are not fetched. Empty without any. */
export function departuresText({ departures = 0 }: MapProgress): string {
  return departures === 0 ? '' : ` (${counted(departures, 'departure')})`;
}

/** Formats how far a run is: `4 of 5 processed (1 departure)`. */
export function processedText(items: MapProgress): string {
  return `${count(items.succeeded)} of ${count(items.total)} processed${departuresText(items)}`;
}
