import type { ConfigKeyDescription } from '../../../tasks/shared/config/config-key.ts';
import { TASK_NAMES, type TaskName } from '../../../workflow/tasks.ts';

/** The configuration of a task, as its `config.ts` exports it. */
interface TaskConfig {
  readonly CONFIG_KEYS: readonly ConfigKeyDescription[];
  readonly parseConfig: (env: Record<string, string>) => unknown;
}

const configs: (TaskConfig & { readonly name: TaskName })[] = [];
// Sequential, because Jest's loader cannot link modules with shared imports at the same time.
for (const name of TASK_NAMES) {
  const { CONFIG_KEYS, parseConfig } = (await import(`../../../tasks/${name}/config.ts`)) as TaskConfig;
  configs.push({ name, CONFIG_KEYS, parseConfig });
}

/** The configurations of all tasks. */
export const TASK_CONFIGS: readonly (TaskConfig & { readonly name: TaskName })[] = configs;
