import { findScheduleProblem } from '../../workflow/schedule.ts';
import { type DeploymentConfig, fetchConcurrency, SETTINGS } from '../config.ts';
import type { Setting } from './setting.ts';
import { retentionConflictsIn } from './retention.ts';
import { settingsOf } from '../stages.ts';
import { sweepConflictsIn } from './sweeps.ts';

/** The settings are incomplete, invalid or unknown. The message has every fault with its key and the allowed values. */
export class DeploymentConfigError extends Error {
  override readonly name = 'DeploymentConfigError';

  constructor(readonly faults: readonly string[]) {
    super(
      `The deployment's settings are not valid (infra/stages.ts, or -c key=value):\n${faults.map((fault) => `  - ${fault}`).join('\n')}`,
    );
  }
}

/** The keys of the CDK's command line that look like a setting. */
const KEYS_OF_CDK: readonly string[] = ['acknowledged-issue-numbers', 'cli-telemetry'];

/** The CDK's own keys, feature flags and cached look-ups, have a colon or a slash. A misspelt setting has neither. */
const isOurs = (key: string): boolean => !/[:/]/.test(key) && !KEYS_OF_CDK.includes(key);

/**
 * Reads a deployment's settings: those of the stage in the CDK's context, overridden by other keys of the context.
 *
 * @throws DeploymentConfigError with all faults
 */
export function readConfig(context: Readonly<Record<string, unknown>>): DeploymentConfig {
  const ofStage: Readonly<Record<string, unknown>> = settingsOf(String(context['stage']));
  const names = Object.keys(SETTINGS);
  const faults = Object.keys(context)
    .filter((key) => isOurs(key) && !names.includes(key))
    .map((key) => `${key} is not a setting; the settings are ${names.join(', ')}`);
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
  // Object.fromEntries loses the types. Each value was parsed by its own setting.
  const config = Object.fromEntries(parsed) as DeploymentConfig;
  const conflicts = conflictsIn(config);
  if (conflicts.length > 0) throw new DeploymentConfigError(conflicts);
  return config;
}

/** Returns the conflicts between settings that are valid by themselves. */
function conflictsIn(config: DeploymentConfig): string[] {
  const conflicts: string[] = [];
  const { scheduleExpression, scheduleTimeZone } = config;
  const never = findScheduleProblem(scheduleExpression, scheduleTimeZone);
  if (never !== undefined) conflicts.push(`${never} in ${scheduleTimeZone}`);
  const concurrency = fetchConcurrency(config);
  // For a low rate, auto gives one batch, the minimum.
  if (config.batchesAtOnce !== 'auto' && concurrency > config.watchmodeRequestsPerMinute) {
    conflicts.push(
      `batchesAtOnce means ${concurrency} titles at once; allowed: at most watchmodeRequestsPerMinute (${config.watchmodeRequestsPerMinute}), because a request would otherwise hold its place for over a minute`,
    );
  }
  return [...conflicts, ...sweepConflictsIn(config), ...retentionConflictsIn(config)];
}
