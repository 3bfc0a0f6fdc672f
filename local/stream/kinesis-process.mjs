// Runs kinesis-local as a child process. Plain JavaScript, because Node.js runs it without a build.
//
//   node kinesis-process.mjs MAIN PORT [CODE_CACHE]
//
// MAIN is kinesis-local's main.js, PORT the port to listen on (0: any free port), and CODE_CACHE the file of V8's code
// cache: compiling MAIN takes more than half of the start. Sends {listening: PORT} or {failed: MESSAGE, code: CODE}
// over the IPC channel, and exits when the channel closes, so that it never outlives its parent.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { Server } from 'node:net';
import { dirname } from 'node:path';
import { Script } from 'node:vm';
import { keepHashes } from './keep-hashes.mjs';
import { refuseWebPages } from './refuse-web-pages.mjs';

const [main, port, codeCache] = process.argv.slice(2);

// kinesis-local listens on all interfaces and does not report its port. The parent therefore gives its servers
// placeholder ports, 1 for TLS and 2 for plain HTTP, and this moves both to loopback. Nothing uses TLS here, so its
// connections are closed.
const PLAIN_MARK = 2;

const { listen } = Server.prototype;
Server.prototype.listen = function listenOnLoopback(mark, listening) {
  const isPlain = mark === PLAIN_MARK;
  this.prependListener('connection', isPlain ? refuseWebPages : (socket) => socket.destroy());
  if (!isPlain) return listen.call(this, 0, '127.0.0.1', listening);
  this.once('error', ({ code, message }) => process.send({ failed: message, code }));
  this.once('listening', () => process.send({ listening: this.address().port }));
  return listen.call(this, Number(port), '127.0.0.1', listening);
};

const cachedData = await readCache();
const source = Module.wrap(keepHashes(readFileSync(main, 'utf8')).replace(/^#!/, '//'));
const script = new Script(source, { filename: main, ...(cachedData && { cachedData }) });

// kinesis-local replaces process.exit with a shutdown that waits seconds for open connections.
const exit = process.exit.bind(process);
process.once('disconnect', () => {
  if (codeCache && (!cachedData || script.cachedDataRejected)) writeCache();
  exit(0);
});

const module = { exports: {} };
script.runInThisContext()(module.exports, createRequire(main), module, main, dirname(main));

async function readCache() {
  try {
    return codeCache && readFileSync(codeCache);
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    const failed = `it cannot read its cache: ${error.message}: remove the file that stands in the way`;
    await new Promise((resolve) => process.send({ failed, code: error.code }, resolve));
    return process.exit(1);
  }
}

/** Writes the cache atomically: another process may be reading it. */
function writeCache() {
  const staging = `${codeCache}.${process.pid}`;
  mkdirSync(dirname(codeCache), { recursive: true });
  writeFileSync(staging, script.createCachedData());
  renameSync(staging, codeCache);
}
