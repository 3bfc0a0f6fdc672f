import { sectionKeyOf, type Section } from '../../../events/sections.ts';
import type { ExecutionInput, ListedSource, NamedReference, Regions } from '../../../events/types.ts';
import type { Violation } from '../../../events/validate.ts';
import { ConfigurationError, InvalidInput } from '../../shared/errors/input-errors.ts';
import type { ListNewTitlesSettings } from '../listing-ports.ts';
import { findByName, type Named, type NamedKind } from './find-by-name.ts';
import type { Names } from './reference-data.ts';

/** The settings that a sweep uses where its input says nothing. */
export type SweepSettings = Pick<ListNewTitlesSettings, 'services' | 'genres' | 'regions'>;

/** A list of the input, or of the deployment if the input has none. */
interface Wanted<Value> {
  readonly values: readonly Value[];
  /** Returns a fault with the place of a value, and the value itself. */
  readonly fault: (index: number, problem: string) => Violation;
}

/**
 * Requires that a sweep has a service.
 *
 * @throws InvalidInput
 */
export function requireServices(input: ExecutionInput, settings: SweepSettings): void {
  if (input.services !== undefined || settings.services !== undefined) return;
  const problem =
    'is needed by the feed catalogue: name services, for example ["Netflix"], or deploy with SERVICES';
  throw new InvalidInput('ExecutionInput', [{ pointer: '/services', problem }]);
}

/**
 * Returns the sections of a sweep, in the order of their keys: each service in each region that has it, and in each of these
 * one section a type if the input names types.
 *
 * @throws InvalidInput with all faults of the input, for example unknown names, or a region that is not on the plan
 * @throws ConfigurationError with those of the deployment's settings
 */
export function resolveSections(input: ExecutionInput, settings: SweepSettings, names: Names): Section[] {
  const faults: Violation[] = [];
  const regions = wantedOf('/regions', input.regions, 'REGIONS', settings.regions);
  const services = wantedOf<NamedReference>('/services', input.services, 'SERVICES', settings.services);
  const genres = wantedOf<NamedReference>('/genres', input.genres, 'GENRES', settings.genres);
  faults.push(...regionFaults(regions, names.regions));

  const isOffered = ({ regions: of }: ListedSource) =>
    of.length === 0 || of.some((region) => regions.values.includes(region));
  const offered = names.sources.filter(isOffered);
  const sources = services.values.flatMap((wanted, index) => {
    const found = findService(wanted, offered, names.sources, regions.values);
    if ('found' in found) return [found.found];
    faults.push(services.fault(index, found.problem));
    return [];
  });
  const genreIds = find('genre', genres, names.genres, faults).map(({ id }) => id);
  refuse(faults);

  const sections = regions.values.flatMap((region) =>
    sources
      .filter(({ regions: of }) => of.length === 0 || of.includes(region))
      .flatMap(({ id: sourceId }) =>
        (input.types ?? [undefined]).map((type): Section => ({ region, sourceId, type, genres: genreIds })),
      ),
  );
  const byKey = new Map(sections.map((section) => [sectionKeyOf(section), section]));
  return [...byKey].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, section]) => section);
}

function wantedOf<Value>(
  pointer: string,
  ofInput: readonly Value[] | undefined,
  setting: string,
  ofDeployment: readonly Value[] = [],
): Wanted<Value> {
  return ofInput === undefined
    ? { values: ofDeployment, fault: (index, problem) => faultAt(setting, ofDeployment[index], problem) }
    : { values: ofInput, fault: (index, problem) => faultAt(`${pointer}/${index}`, ofInput[index], problem) };
}

function faultAt(pointer: string, value: unknown, problem: string): Violation {
  return { pointer, problem: `${JSON.stringify(value)} ${problem}` };
}

function regionFaults({ values, fault }: Wanted<Regions[number]>, known: Names['regions']): Violation[] {
  const onPlan = known.filter(({ isOnPlan }) => isOnPlan).map(({ region }) => region);
  return values.flatMap((wanted, index) => {
    if (onPlan.includes(wanted)) return [];
    const isKnown = known.some(({ region }) => region === wanted);
    const problem = isKnown ? "is not on the account's plan" : 'is not a region of Watchmode';
    const others = onPlan.length === 0 ? '' : `: ${onPlan.slice(0, 20).join(', ')} can be swept`;
    return [fault(index, problem + others)];
  });
}

/** Finds a service among those of the regions. Services of other regions can have the same name. */
function findService(
  wanted: NamedReference,
  offered: readonly ListedSource[],
  all: readonly ListedSource[],
  regions: readonly string[],
): ReturnType<typeof findByName<ListedSource>> {
  const here = findByName('service', wanted, offered);
  if ('found' in here) return here;
  const elsewhere = findByName('service', wanted, all);
  if (!('found' in elsewhere)) return here;
  const { name, regions: of } = elsewhere.found;
  return { problem: `(${name}) is not offered in ${regions.join(' or ')}, but in ${of.join(', ')}` };
}

function find<Entry extends Named>(
  kind: NamedKind,
  { values, fault }: Wanted<NamedReference>,
  entries: readonly Entry[],
  faults: Violation[],
): Entry[] {
  return values.flatMap((wanted, index) => {
    const result = findByName(kind, wanted, entries);
    if ('found' in result) return [result.found];
    faults.push(fault(index, result.problem));
    return [];
  });
}

/** Throws the faults of the input, or else those of the deployment. */
function refuse(faults: readonly Violation[]): void {
  const ofInput = faults.filter(({ pointer }) => pointer.startsWith('/'));
  if (ofInput.length > 0) throw new InvalidInput('ExecutionInput', ofInput);
  if (faults.length > 0)
    throw new ConfigurationError(faults.map(({ pointer, problem }) => `${pointer} ${problem}`));
}
