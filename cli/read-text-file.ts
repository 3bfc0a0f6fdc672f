import { constants, createReadStream, open } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { Socket } from 'node:net';
import { resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { Interrupted } from '../operate/errors.ts';
import { reasonOf } from '../operate/file-error.ts';
import type { Io } from '../operate/io.ts';

/** More than any command can use. */
const MAX_BYTES = 64 * 1024 * 1024;

/** The names of descriptors that a shell has opened: `<(command)` and a pipe. */
const DESCRIPTOR = /^\/(?:dev|proc\/self)\/fd\/(\d+)$/;

/**
 * Reads a text file or a pipe, or standard input for `-`, without a byte order mark, which editors on Windows write.
 *
 * Pipes are read as streams: a read may block for a long time, and Node's file threads cannot be interrupted, so even
 * the end of the process would wait.
 *
 * @throws Interrupted as soon as the user stops the command
 * @throws an error of the file system, or a RangeError for a file that is too large
 */
export async function readTextFile(
  file: string,
  { cwd, interrupted }: Pick<Io, 'cwd' | 'interrupted'>,
): Promise<string> {
  const path = file === '-' ? '/dev/stdin' : resolve(cwd, file);
  const facts = await stat(path);
  if (facts.size > MAX_BYTES) throw tooLarge();
  const bytes =
    facts.isFile() || facts.isDirectory()
      ? await readFile(path)
      : await readAll(await openStream(path, facts.isFIFO()), interrupted);
  return bytes.toString('utf8').replace(/^\uFEFF/, '');
}

/** Says why a file cannot be read. JSON in the place of its name is a common mistake. */
export function whyUnreadable(file: string, error: unknown): string {
  const isJson = /^\s*[[{]/.test(file);
  const remedy = '; put the JSON into a file, or send it to standard input and give -';
  return `${reasonOf(error)}${isJson ? remedy : ''}`;
}

async function openStream(path: string, isPipe: boolean): Promise<Readable> {
  const descriptor = path === '/dev/stdin' ? 0 : Number(DESCRIPTOR.exec(path)?.[1] ?? -1);
  if (descriptor === 0) return process.stdin;
  if (!isPipe) return createReadStream(path);
  if (descriptor > 0) return new Socket({ fd: descriptor, readable: true, writable: false });
  // O_NONBLOCK opens the pipe without a writer. The socket closes the descriptor.
  const fd = await promisify(open)(path, constants.O_RDONLY | constants.O_NONBLOCK);
  return new Socket({ fd, readable: true, writable: false });
}

function readAll(stream: Readable, interrupted: AbortSignal): Promise<Buffer> {
  return new Promise((resolveAll, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const end = (settle: () => void) => {
      interrupted.removeEventListener('abort', onInterrupted);
      stream.destroy();
      settle();
    };
    const onInterrupted = () => end(() => reject(new Interrupted()));
    if (interrupted.aborted) {
      onInterrupted();
      return;
    }
    interrupted.addEventListener('abort', onInterrupted);
    stream.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes > MAX_BYTES) end(() => reject(tooLarge()));
    });
    stream.on('end', () => end(() => resolveAll(Buffer.concat(chunks))));
    stream.on('error', (error) => end(() => reject(error)));
  });
}

function tooLarge(): RangeError {
  return new RangeError(`it is larger than ${MAX_BYTES / 1024 / 1024} MiB`);
}
