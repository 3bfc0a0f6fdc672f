import { relative } from 'node:path';
import Sequencer from '@jest/test-sequencer';

/** About how many seconds the longest suites take: all those that take more than {@link OTHERS_S}. */
export const LONGEST_S = {
  'test/console/browser.test.ts': 40,
  'test/soak/soak.test.ts': 24,
  'test/cli/commands/run.test.ts': 20,
  'test/local/stream/kinesis-local.test.ts': 20,
  'test/cli/local-runtime.test.ts': 18,
  'test/promises/promises.test.ts': 15,
  'test/workflow/scenarios/largest.test.ts': 10,
  'test/infra/infra.test.ts': 9,
  'test/cli/commands/up/up.test.ts': 12,
  'test/infra/task-bundle.test.ts': 6,
  'test/console/aws-pace.test.ts': 6,
  'test/workflow/scenarios/promises.property.test.ts': 5,
  'test/cli/harmful-expressions.test.ts': 5,
  'test/local/stepfunctions/interpreter/jsonata/template.test.ts': 4,
  'test/local/stepfunctions/interpreter/fuzz.test.ts': 4,
  'test/local/stepfunctions/adapters/file-store/cut-off.test.ts': 4,
  'test/local/stepfunctions/adapters/file-store/file-store.test.ts': 4,
  'test/workflow/scenarios/pace.test.ts': 4,
  'test/local/stepfunctions/sandbox/process-sandbox.test.ts': 4,
};
const OTHERS_S = 1;

/**
 * Starts the longest suites first, also on a machine that has not measured them yet: one that starts last has the
 * others wait for it.
 */
export default class LongestFirst extends Sequencer {
  time(test) {
    const path = relative(test.context.config.rootDir, test.path).replaceAll('\\', '/');
    return super.time(test) ?? (LONGEST_S[path] ?? OTHERS_S) * 1000;
  }
}
