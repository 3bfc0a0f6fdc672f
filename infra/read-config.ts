import { findScheduleProblem } from '../workflow/schedule.ts';
import { type DeploymentConfig, fetchConcurrency, SETTINGS } from './config.ts';
import type { Setting } from './setting.ts';
import { settingsOf } from './stages.ts';

/** The settings are incomplete, wrong or unknown; the message names every fault with the key and what is allowed. */
export class DeploymentConfigError extends Error {
  override readonly name = 'DeploymentConfigError';

  constructor(readonly faults: readonly string[]) {
    super(
      `The deployment's settings are wrong (infra/stages.ts, or -c key=value):\n${faults.map((fault) => `  - ${fault}`).join('\n')}`,
    );
  }
}

/** The keys of the CDK's command line that look like a setting. */
const KEYS_OF_CDK: readonly string[] = ['acknowledged-issue-numbers', 'cli-telemetry'];

/** All else of the CDK, feature flags and cached look-ups, has a colon or a slash. A misspelt setting must not pass for it. */
const isOurs = (key: string): boolean => !/[:/]/.test(key) && !KEYS_OF_CDK.includes(key);

/**
 * Reads a deployment's settings: those of the stage that the CDK's context names, and in their place what else stands in
 * the context.
 *
 * @throws DeploymentConfigError with all faults at once
 */
export function readConfig(context: Readonly<Record<string, unknown>>): DeploymentConfig {
  const ofStage: Readonly<Record<string, unknown>> = settingsOf(String(context['stage']));
  const names = Object.keys(SETTINGS);
  const faults = Object.keys(context)
    .filter((key) => isOurs(key) && !names.includes(key))
    .map((key) => `${key} is no setting; the settings are ${names.join(', ')}`);
  const read = <Value>(name: string, setting: Setting<Value>): Value | undefined => {
    const given = context[name] ?? ofStage[name];
    const value = given === undefined ? undefined : setting.parse(given);
    if (value === undefined) {
      const found = given === undefined ? 'is missing' : `cannot be ${JSON.stringify(given)}`;
      const why = given === undefined ? undefined : setting.explain?.(given);
      faults.push(`${name} ${found}; allowed: ${setting.allowed}${why === undefined ? '' : ` (${why})`}`);
    }
    return value;
  };
  const parsed = Object.entries(SETTINGS).map(([name, setting]) => [name, read<unknown>(name, setting)]);
  if (faults.length > 0) throw new DeploymentConfigError(faults);
  // Object.fromEntries forgets which type belongs to which name: each value was parsed by its own setting.
  const config = Object.fromEntries(parsed) as DeploymentConfig;
  const conflicts = conflictsIn(config);
  if (conflicts.length > 0) throw new DeploymentConfigError(conflicts);
  return config;
}

/** What is wrong between settings that are right each for itself. */
function conflictsIn(config: DeploymentConfig): string[] {
  const conflicts: string[] = [];
  const { scheduleExpression, scheduleTimeZone } = config;
  const never = findScheduleProblem(scheduleExpression, scheduleTimeZone);
  if (never !== undefined) conflicts.push(`${never} in ${scheduleTimeZone}`);
  const concurrency = fetchConcurrency(config);
  // The fewest that there can be, one, is what auto makes of a low rate.
  if (config.batchesAtOnce !== 'auto' && concurrency > config.watchmodeRequestsPerMinute) {
    conflicts.push(
      `batchesAtOnce makes ${concurrency} titles at once; allowed: at most watchmodeRequestsPerMinute (${config.watchmodeRequestsPerMinute}), for a request would hold its place for over a minute`,
    );
  }
  return conflicts;
}
