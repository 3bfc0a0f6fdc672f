import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { hasErrorCode } from '../error-facts.ts';

/** What can be told of a process number: nobody has it, somebody has had it since `start`, or only that somebody has it. */
export type ProcessState =
  | { readonly kind: 'GONE' }
  /** `start` is a text that no later process with the same number has. */
  | { readonly kind: 'ALIVE'; readonly start: string }
  | { readonly kind: 'UNKNOWN' };

const GONE: ProcessState = { kind: 'GONE' };

/** Looks a process up. One that has ended, and waits for its parent to take notice, is gone. */
export function processState(pid: number): ProcessState {
  if (!exists(pid)) return GONE;
  return stateFromProc(pid) ?? stateFromPs(pid) ?? { kind: 'UNKNOWN' };
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: there is one, and it belongs to somebody else.
    return hasErrorCode(error, 'EPERM');
  }
}

/** Linux: the state, field 3 of /proc/PID/stat, and the start, field 22. The command before them may hold spaces. */
function stateFromProc(pid: number): ProcessState | undefined {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return stateOf(fields[0] ?? '', `${boot} ${fields[19] ?? ''}`);
  } catch {
    return undefined; // No /proc on this system, or the process ended meanwhile.
  }
}

function stateFromPs(pid: number): ProcessState | undefined {
  try {
    const line = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { LC_ALL: 'C' },
    });
    const [, state = '', start = ''] = /^\s*(\S+)\s+(.+?)\s*$/.exec(line) ?? [];
    return start === '' ? undefined : stateOf(state, start);
  } catch {
    return undefined; // No such program on this system.
  }
}

/** `Z` and `X` are the states of processes that have ended. */
function stateOf(state: string, start: string): ProcessState {
  return /^[ZX]/.test(state) ? GONE : { kind: 'ALIVE', start };
}
