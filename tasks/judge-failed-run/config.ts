import { REDRIVE_WAIT_SECONDS } from '../../workflow/redrive-policy.ts';
import {
  awsKeys,
  progressKeys,
  scopeKeys,
  stepFunctionsKeys,
  telemetryKeys,
} from '../shared/config/common-keys.ts';
import { integer, required, withFallback } from '../shared/config/config-key.ts';
import { defineConfig } from '../shared/config/define-config.ts';

/** The configuration of judge-failed-run. */
export const { keys: CONFIG_KEYS, parse: parseConfig } = defineConfig({
  ...scopeKeys,
  redriveWaitSeconds: withFallback(
    required(
      'REDRIVE_WAIT_SECONDS',
      'Wait before the first redrive of a run, in seconds: 1 to 14400. It doubles with each redrive',
      integer(1, 14_400),
    ),
    String(REDRIVE_WAIT_SECONDS),
  ),
  ...progressKeys,
  ...stepFunctionsKeys,
  ...awsKeys,
  ...telemetryKeys,
});
