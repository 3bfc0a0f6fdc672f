import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { settingsOf } from '../infra/stages.ts';
import type { CatalogueRetentionSettings } from '../workflow/retention.ts';
import { OperationError } from '../operate/errors.ts';
import { isError } from '../operate/native-error.ts';
import { reasonOf } from '../operate/file-error.ts';

/** The settings of a deployment that this program uses. */
export interface DeploymentContext extends CatalogueRetentionSettings {
  readonly stage: string;
  readonly feed: string;
  readonly scheduleExpression: string;
  readonly scheduleTimeZone: string;
  readonly scheduleEnabled: boolean;
  readonly sweepSchedule: string;
  readonly regions: readonly string[];
  readonly services: readonly string[];
  readonly genres: readonly string[];
  readonly sweepTypes: readonly string[];
  readonly maxCredits: number | 'none';
  readonly creditReserve: number;
  readonly sweepLagHours: number;
  readonly watchmodeBaseUrl: string;
  readonly probeTitleId: number;
}

const KEYS = [
  'stage',
  'plan',
  'catalogueKeepDays',
  'feed',
  'scheduleExpression',
  'scheduleTimeZone',
  'scheduleEnabled',
  'sweepSchedule',
  'regions',
  'services',
  'genres',
  'sweepTypes',
  'maxCredits',
  'creditReserve',
  'sweepLagHours',
  'watchmodeBaseUrl',
  'probeTitleId',
] as const;

/**
 * Reads the settings of a stage: those of `infra/stages.ts`, overridden by those of `cdk.json` in a folder.
 *
 * @param stage default: the stage in `cdk.json`, else prod
 */
export async function readDeploymentContext(cwd: string, stage?: string): Promise<DeploymentContext> {
  const context = await readCdkContext(cwd);
  const chosen = stage ?? (typeof context['stage'] === 'string' ? context['stage'] : 'prod');
  const settings: DeploymentContext = { stage: chosen, ...settingsOf(chosen) };
  const given = KEYS.flatMap((key) => {
    const value = isList(settings[key]) ? listOf(context[key]) : context[key];
    return isValue(key, value, settings) ? [[key, value]] : [];
  });
  // Each value has the type of the one that it replaces.
  const replaced = Object.fromEntries(given) as Partial<DeploymentContext>;
  return { ...settings, ...replaced, stage: chosen };
}

/**
 * Returns true for a value of the type of a setting. A number can replace the texts `auto` and `none`, and the
 * other way round.
 */
function isValue(key: (typeof KEYS)[number], value: unknown, settings: DeploymentContext): boolean {
  if (key === 'catalogueKeepDays') return typeof value === 'number' || value === 'auto';
  if (key === 'maxCredits') return typeof value === 'number' || value === 'none';
  if (isList(settings[key])) return isList(value);
  return typeof value === typeof settings[key];
}

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);

/** Returns the words of a list as the deployment reads it: an array, or text with commas. */
function listOf(value: unknown): unknown {
  if (isList(value)) return value.map(String);
  if (typeof value !== 'string') return undefined;
  return value === '' ? [] : value.split(',');
}

async function readCdkContext(cwd: string): Promise<Readonly<Record<string, unknown>>> {
  const text = await readFile(join(cwd, 'cdk.json'), 'utf8').catch((error: unknown) => {
    if (isError(error) && 'code' in error && error.code === 'ENOENT') return '{}';
    throw new OperationError(`cannot read cdk.json: ${reasonOf(error)}`, { cause: error });
  });
  try {
    const { context = {} } = JSON.parse(text) as { context?: Record<string, unknown> };
    return context;
  } catch (error) {
    throw new OperationError(`cdk.json is not valid JSON: ${reasonOf(error)}`, { cause: error });
  }
}
