/** The result of a check. `warning` means that something may fail soon, or is not always needed. */
export type Verdict = 'ok' | 'warning' | 'failed' | 'skipped';

/** The finding of a check. */
export interface Finding {
  readonly verdict: Verdict;
  readonly detail: string;
  /** The remedy, if one is needed. */
  readonly remedy?: string;
}

/** A check. A failed check resolves to a finding. */
export interface Check {
  readonly name: string;
  /** True if no later check is possible after a failure. */
  readonly essential?: boolean;
  /** True for the checks of credentials and stacks. */
  readonly isDeployment?: boolean;
  run(): Promise<Finding>;
}

export const ok = (detail: string): Finding => ({ verdict: 'ok', detail });
export const warning = (detail: string, remedy: string): Finding => ({ verdict: 'warning', detail, remedy });
export const failed = (detail: string, remedy: string): Finding => ({ verdict: 'failed', detail, remedy });
export const skipped = (detail: string): Finding => ({ verdict: 'skipped', detail });
