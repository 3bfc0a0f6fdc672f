import { execFile } from 'node:child_process';
import { join } from 'node:path';
import type { Campaign } from './campaign.ts';

const WORLDS = 2000;

/** Runs the definition and the tasks in random worlds on a virtual clock. */
export const worlds: Campaign = ({ root, seed }) => {
  const script = join(root, 'bin/worlds.mjs');
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [script, '--worlds', String(WORLDS), '--seed', String(seed)],
      (error, stdout, stderr) =>
        resolve({
          done: `${WORLDS} worlds`,
          violations: error === null ? [] : [`${error.message}\n${stdout}${stderr}`],
        }),
    );
  });
};
