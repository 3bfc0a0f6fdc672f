import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { RequestProblem } from '../http/request.ts';
import { historiesOf } from './run-file-json.mjs';

/** Names the thread in the sources and from the bundle of the command line, which does not contain it. */
const HERE = dirname(fileURLToPath(import.meta.url));
const THREAD = [
  join(HERE, 'run-file-thread.mjs'),
  join(HERE, '../console/server/run-files/run-file-thread.mjs'),
];

/** A message of the thread. */
type Message =
  | { readonly file: unknown }
  | { readonly index: number; readonly part: readonly unknown[] }
  | { readonly isWhole: true }
  | { readonly fault: string };

/**
 * Parses an exported run in a thread, so that pages and runs go on meanwhile.
 *
 * @param bytes are moved to the thread
 * @param mapRunPrefix the beginning of the ARNs of Map Runs
 * @throws RequestProblem if the file is not JSON
 */
export function readRunFile(bytes: ArrayBuffer, mapRunPrefix: string): Promise<unknown> {
  const path = THREAD.find((each) => existsSync(each)) ?? '';
  const thread = new Worker(path, { workerData: { bytes, mapRunPrefix }, transferList: [bytes] });
  let file: unknown;
  let histories: unknown[][] = [];
  return new Promise<unknown>((resolve, reject) => {
    thread.on('message', (message: Message) => {
      if ('file' in message) {
        ({ file } = message);
        histories = historiesOf(file);
      } else if ('part' in message) {
        histories[message.index]?.push(...message.part);
      } else if ('fault' in message) {
        reject(new RequestProblem(400, message.fault));
      } else {
        resolve(file);
      }
    });
    thread.once('error', reject);
    thread.once('exit', (code) => reject(new Error(`the thread that reads the file ended with ${code}`)));
  }).finally(() => void thread.terminate());
}
