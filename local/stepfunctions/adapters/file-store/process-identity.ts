import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { hasErrorCode } from '../error-facts.ts';

/** The state of a process id: unused, used since `start`, or used since an unknown time. */
export type ProcessState =
  | { readonly kind: 'GONE' }
  /** `start` differs for a later process with the same id. */
  | { readonly kind: 'ALIVE'; readonly start: string }
  | { readonly kind: 'UNKNOWN' };

const GONE: ProcessState = { kind: 'GONE' };

/** Returns the state of a process. A zombie counts as gone. */
export function processState(pid: number): ProcessState {
  if (!exists(pid)) return GONE;
  return stateFromProc(pid) ?? stateFromPs(pid) ?? { kind: 'UNKNOWN' };
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: the process exists and belongs to another user.
    return hasErrorCode(error, 'EPERM');
  }
}

/** Linux: reads the state (field 3) and the start (field 22) of /proc/PID/stat. Field 2 may contain spaces. */
function stateFromProc(pid: number): ProcessState | undefined {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return stateOf(fields[0] ?? '', `${boot} ${fields[19] ?? ''}`);
  } catch {
    return undefined; // No /proc on this system, or the process has exited.
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

/** `Z` and `X` are the states of processes that have exited. */
function stateOf(state: string, start: string): ProcessState {
  return /^[ZX]/.test(state) ? GONE : { kind: 'ALIVE', start };
}
