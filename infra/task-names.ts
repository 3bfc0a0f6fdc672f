/** The tasks by the names of their folders below `tasks/`. */
export const TASK_NAMES = [
  'list-new-titles',
  'fetch-title-details',
  'check-watchmode',
  'publish-titles',
  'settle-deferred',
] as const;

export type TaskName = (typeof TASK_NAMES)[number];
