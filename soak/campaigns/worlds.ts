import { execFile } from 'node:child_process';
import { join } from 'node:path';
import type { Campaign } from './campaign.ts';

const WORLDS = 2000;

/** Random worlds on a virtual clock: the real definition and the real tasks, days in milliseconds. */
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
