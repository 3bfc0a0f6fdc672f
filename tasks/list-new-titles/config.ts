import { integer, nameList, optional, required, withFallback } from '../shared/config/config-key.ts';
import {
  awsKeys,
  creditReserveKey,
  exactlyOneApiKey,
  progressKeys,
  scopeKeys,
  stepFunctionsKeys,
  telemetryKeys,
  watchmodeKeys,
} from '../shared/config/common-keys.ts';
import { defineConfig } from '../shared/config/define-config.ts';

/** The configuration of list-new-titles. */
export const { keys: CONFIG_KEYS, parse: parseConfig } = defineConfig(
  {
    ...watchmodeKeys,
    ...scopeKeys,
    overlapMinutes: withFallback(
      required(
        'WINDOW_OVERLAP_MINUTES',
        'Overlap of the open window before the watermark, in minutes: 0 to 10080',
        integer(0, 10_080),
      ),
      '60',
    ),
    firstWindowHours: withFallback(
      required(
        'FIRST_WINDOW_HOURS',
        'Length of the open window if there is no watermark yet, in hours: 1 to 8760',
        integer(1, 8_760),
      ),
      '24',
    ),
    creditReserve: creditReserveKey,
    services: optional(
      required(
        'SERVICES',
        "The services of a sweep whose input names none: names or IDs of Watchmode's sources, separated by commas",
        nameList,
      ),
    ),
    genres: optional(
      required(
        'GENRES',
        'The genres of a sweep whose input names none: names or IDs, separated by commas. Without them: all',
        nameList,
      ),
    ),
    maxCredits: optional(
      required(
        'MAX_CREDITS',
        'Watchmode credits that a run may spend if its input does not say: 1 to 1000000000. Without it: what is left',
        integer(1, 1_000_000_000),
      ),
    ),
    ...progressKeys,
    ...stepFunctionsKeys,
    ...awsKeys,
    ...telemetryKeys,
  },
  [exactlyOneApiKey],
);
