// Runs kinesis-local in this process, which is a child of ours. Plain JavaScript, since Node runs it as it stands.
//
//   node kinesis-process.mjs MAIN PORT [CODE_CACHE]
//
// MAIN is kinesis-local's main.js, PORT where it shall listen (0: any free port), CODE_CACHE a file in which the
// compiled form of MAIN is kept from one start to the next: compiling it anew takes more than half of the start.
// Over the IPC channel it sends {listening: PORT} or {failed: MESSAGE, code: CODE}, and it ends when that channel
// does, so that nothing is left behind however the parent ends.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { Server } from 'node:net';
import { dirname } from 'node:path';
import { Script } from 'node:vm';
import { keepHashes } from './keep-hashes.mjs';

const [main, port, codeCache] = process.argv.slice(2);

// kinesis-local listens on every interface of the machine and does not tell which port it got. So the parent gives
// its two servers ports that mark them, 1 for TLS and 2 for plain HTTP, and both are moved to loopback here.
const PLAIN_MARK = 2;

const { listen } = Server.prototype;
Server.prototype.listen = function listenOnLoopback(mark, listening) {
  if (mark !== PLAIN_MARK) return listen.call(this, 0, '127.0.0.1', listening);
  this.once('error', ({ code, message }) => process.send({ failed: message, code }));
  this.once('listening', () => process.send({ listening: this.address().port }));
  return listen.call(this, Number(port), '127.0.0.1', listening);
};

const cachedData = await readCache();
const source = Module.wrap(keepHashes(readFileSync(main, 'utf8')).replace(/^#!/, '//'));
const script = new Script(source, { filename: main, ...(cachedData && { cachedData }) });

// kinesis-local replaces process.exit by a shutdown that waits for open connections, for seconds.
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

/** Written in one step, since another process may read it meanwhile. */
function writeCache() {
  const staging = `${codeCache}.${process.pid}`;
  mkdirSync(dirname(codeCache), { recursive: true });
  writeFileSync(staging, script.createCachedData());
  renameSync(staging, codeCache);
}
