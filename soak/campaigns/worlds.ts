import { execFile } from 'node:child_process';
import { join } from 'node:path';
import type { Campaign } from './campaign.ts';

/** Runs the definition and the tasks in random worlds on a virtual clock: runs over the feeds of changes. */
export const worlds = campaignOf('feeds', 2000);

/** The same with sweeps over a catalogue that drifts. */
export const sweeps = campaignOf('catalogue', 1000);

function campaignOf(kind: 'feeds' | 'catalogue', count: number): Campaign {
  return ({ root, seed }) => {
    const script = join(root, 'bin/worlds.mjs');
    return new Promise((resolve) => {
      execFile(
        process.execPath,
        [script, '--kind', kind, '--worlds', String(count), '--seed', String(seed)],
        (error, stdout, stderr) =>
          resolve({
            done: `${count} worlds`,
            violations: error === null ? [] : [`${error.message}\n${stdout}${stderr}`],
          }),
      );
    });
  };
}
