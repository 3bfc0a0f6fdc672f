import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { hasErrorCode } from '../error-facts.ts';

/**
 * When a process started, as a text that no later process with the same number has. `undefined` when there is no
 * such process, `'unknown'` when this system does not tell.
 */
export function processStart(pid: number): string | undefined {
  return isAlive(pid) ? (startFromProc(pid) ?? startFromPs(pid) ?? 'unknown') : undefined;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: there is one, and it belongs to somebody else.
    return hasErrorCode(error, 'EPERM');
  }
}

/** Linux: the boot and the clock tick, field 22 of /proc/PID/stat. The command before it may hold spaces. */
function startFromProc(pid: number): string | undefined {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return `${boot} ${fields[19] ?? ''}`;
  } catch {
    return undefined; // No /proc on this system, or the process ended meanwhile.
  }
}

function startFromPs(pid: number): string | undefined {
  try {
    const started = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { LC_ALL: 'C' },
    });
    return started.trim() || undefined;
  } catch {
    return undefined; // No such program on this system.
  }
}
