import type { ClaimItem, Judgement } from '../../events/types.ts';
import { MAX_REDRIVES, PERMANENT_ERRORS, redriveToken, redriveWait } from '../../workflow/redrive-policy.ts';

/** The facts about a failed run. */
export interface FailedRunFacts {
  readonly status: string;
  /** The name of its error. */
  readonly error: string;
  /** The number of redrives so far. */
  readonly redriveCount: number;
  /** The number of redrives before the failure; null if unknown. */
  readonly knownRedriveCount: number | null;
  readonly redriveStatus: string;
  readonly redriveStatusReason: string | null;
  /** The distinct errors of failed children. */
  readonly childErrors: readonly string[];
  /** The claim of the execution that has overtaken it; null if there is none. */
  readonly overtakenBy: ClaimItem | null;
  readonly waitedSeconds: number;
  /** Seconds before the first redrive. */
  readonly firstWaitSeconds: number;
}

/**
 * Decides what to do about a failed run. The first matching rule applies: a run that has continued without this machine, a
 * run that a person stopped, a permanent error, an overtaken run, and a run that cannot be redriven or has no redrives
 * left. The last rule is the wait.
 */
export function judge(facts: FailedRunFacts): Judgement {
  const { redriveCount, knownRedriveCount, waitedSeconds, firstWaitSeconds } = facts;
  const count = knownRedriveCount ?? redriveCount;
  const fixed = { redriveCount: count, waitSeconds: 0, clientToken: redriveToken(count), needsPerson: false };
  const verdict = reasonToLeaveAlone(facts, count);
  if (verdict !== null) return { ...fixed, decision: 'leaveAlone', ...verdict };
  const failed = `It failed ${describeCount(count)}`;
  if (waitedSeconds > 0) {
    return { ...fixed, decision: 'redrive', because: `${failed}; ${waitedSeconds} s have passed since.` };
  }
  const waitSeconds = redriveWait(count, firstWaitSeconds);
  return { ...fixed, decision: 'wait', waitSeconds, because: `${failed}; a redrive follows.` };
}

type Verdict = Pick<Judgement, 'because' | 'needsPerson'>;

/** Returns the reason why a redrive cannot help or is not wanted; null if a redrive can help. */
function reasonToLeaveAlone(facts: FailedRunFacts, count: number): Verdict | null {
  const { status, error, redriveCount, redriveStatus, redriveStatusReason, waitedSeconds } = facts;
  const isAtWork = status === 'RUNNING' && redriveStatus !== 'REDRIVABLE';
  if (status === 'ABORTED') return settled('Somebody stopped it.');
  if (status === 'SUCCEEDED') return settled('It has succeeded since.');
  if (redriveCount > count || (isAtWork && waitedSeconds > 0)) {
    return settled('It was redriven meanwhile. If it fails again, that failure is judged separately.');
  }
  // DescribeExecution can lag some seconds behind the event of the failure.
  if (isAtWork) return null;
  if (isPermanent(error)) return forPerson(`${error} stays until a person has corrected its cause.`);
  const permanent = facts.childErrors.filter(isPermanent);
  if (permanent.length > 0) {
    const names = permanent.join(', ');
    return forPerson(`${names}, of a child execution, stays until a person has corrected its cause.`);
  }
  const { overtakenBy: claim } = facts;
  if (claim !== null) {
    return settled(`${claim.executionArn} has claimed its window since, and lists the same titles.`);
  }
  if (redriveStatus !== 'REDRIVABLE') {
    return forPerson(`Step Functions does not allow a redrive: ${redriveStatusReason ?? redriveStatus}.`);
  }
  if (redriveCount >= MAX_REDRIVES) {
    return forPerson(
      `It was redriven ${redriveCount} times and failed each time: the last error is ${error}.`,
    );
  }
  return null;
}

function settled(because: string): Verdict {
  return { because, needsPerson: false };
}

function forPerson(because: string): Verdict {
  return { because, needsPerson: true };
}

function isPermanent(error: string): boolean {
  return PERMANENT_ERRORS.includes(error);
}

function describeCount(redrives: number): string {
  if (redrives === 0) return 'for the first time';
  return `after ${redrives} ${redrives === 1 ? 'redrive' : 'redrives'}`;
}
