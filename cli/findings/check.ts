/** How a check came out; `warning` is what works now and will not for long, or is not needed for everything. */
export type Verdict = 'ok' | 'warning' | 'failed' | 'skipped';

/** What a check found. */
export interface Finding {
  readonly verdict: Verdict;
  readonly detail: string;
  /** What to do; only where there is something to do. */
  readonly remedy?: string;
}

/** One check. It never rejects for what it checks: that is a finding. */
export interface Check {
  readonly name: string;
  /** Without it no later check can find out anything. */
  readonly essential?: boolean;
  /** Whether it is about who is signed in and what is deployed. */
  readonly isDeployment?: boolean;
  run(): Promise<Finding>;
}

export const ok = (detail: string): Finding => ({ verdict: 'ok', detail });
export const warning = (detail: string, remedy: string): Finding => ({ verdict: 'warning', detail, remedy });
export const failed = (detail: string, remedy: string): Finding => ({ verdict: 'failed', detail, remedy });
export const skipped = (detail: string): Finding => ({ verdict: 'skipped', detail });
