import { SERVICES, TYPES, GENRES, type SweepScenario } from './scenario.ts';
import { SweepWorld } from './sweep-world.ts';

/** The least number of sweeps without any trouble at the end of a world. */
const FEWEST_QUIET_SWEEPS = 3;

/** The largest number of them, after which everything is known. */
const MOST_QUIET_SWEEPS = 30;

/** Plays the sweeps of a world, and quiet ones until everything is known. */
export async function playSweeps(scenario: SweepScenario): Promise<SweepWorld> {
  const world = new SweepWorld(scenario);
  const input = inputOf(scenario);
  for (const [index, plan] of scenario.sweeps.entries()) {
    await world.pass(index === 0 ? 0 : plan.afterHours);
    // The first catalogue is that of the scenario.
    if (index > 0) plan.changes.forEach((change) => world.change(change));
    await world.sweep(`sweep-${index}`, plan, input);
  }
  for (let index = 0; index < MOST_QUIET_SWEEPS; index += 1) {
    await world.pass(24);
    const { saved } = await world.sweep(`quiet-${index}`, undefined, input);
    const isKnown = [...saved.values()].every(({ missing }) => missing.length === 0);
    if (isKnown && index + 1 >= FEWEST_QUIET_SWEEPS) break;
  }
  return world;
}

/** The input of a world's sweeps. */
export function inputOf({ byType, byGenre, publishBaseline }: SweepScenario): object {
  const sourceIds = SERVICES.map((service) => Number(service.split(':')[1]));
  return {
    feed: 'catalogue',
    services: [...new Set(sourceIds)],
    regions: ['GB', 'US'],
    ...(byType ? { types: TYPES } : {}),
    ...(byGenre ? { genres: GENRES.slice(0, 2) } : {}),
    ...(publishBaseline ? { publishBaseline } : {}),
  };
}
