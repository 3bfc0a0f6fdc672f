import { integer, required, withFallback } from '../shared/config/config-key.ts';
import { awsKeys, progressKeys, streamKeys, telemetryKeys } from '../shared/config/common-keys.ts';
import { defineConfig } from '../shared/config/define-config.ts';

/** The configuration of publish-titles. */
export const { keys: CONFIG_KEYS, parse: parseConfig } = defineConfig({
  ...streamKeys,
  maxDeferrals: withFallback(
    required(
      'MAX_DEFERRALS',
      'Number of runs that must have deferred a title before it is given up: 1 to 99',
      integer(1, 99),
    ),
    '7',
  ),
  minDeferralDays: withFallback(
    required(
      'MIN_DEFERRAL_DAYS',
      'Number of days that a title must have waited before it is given up: 0 to 90',
      integer(0, 90),
    ),
    '3',
  ),
  ...progressKeys,
  ...awsKeys,
  ...telemetryKeys,
});
