// A thread that parses an exported run. It sends the file with empty histories, then the histories in parts, because
// the receiver does nothing else while it reads a message.
import { parentPort, workerData } from 'node:worker_threads';
import { historiesOf, parseRunFile, partsOf } from './run-file-json.mjs';

const { bytes, mapRunPrefix } = workerData;

try {
  const file = parseRunFile(Buffer.from(bytes).toString('utf8'), mapRunPrefix);
  const histories = historiesOf(file).map((events) => events.splice(0));
  parentPort.postMessage({ file });
  for (const [index, events] of histories.entries())
    for (const part of partsOf(events)) parentPort.postMessage({ index, part });
  parentPort.postMessage({ isWhole: true });
} catch (error) {
  if (!(error instanceof SyntaxError)) throw error;
  parentPort.postMessage({ fault: 'this file is not valid JSON' });
}
