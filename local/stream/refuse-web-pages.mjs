import { isFromWebPage } from '../stepfunctions/adapters/web-page.mjs';

const END_OF_HEAD = '\r\n\r\n';
const MAX_HEAD_BYTES = 64 * 1024;

/** The status line, the error and its message, by status. */
const REFUSALS = {
  403: ['403 Forbidden', 'AccessDeniedException', 'Not for web pages: use a program of this machine'],
  411: ['411 Length Required', 'ValidationException', 'A request must have a Content-Length'],
  431: ['431 Request Header Fields Too Large', 'ValidationException', 'The headers are too large'],
};

/**
 * Refuses the requests of web pages on a connection. kinesis-local would answer them, and allow every origin to read the
 * answer.
 *
 * Reads only the heads of the requests and passes on all bytes unchanged, so that it costs no throughput. Holds back a
 * head until it is complete.
 */
export function refuseWebPages(socket) {
  const push = socket.push.bind(socket);
  let head = Buffer.alloc(0);
  let bodyBytes = 0;
  let isRefused = false;

  const refuse = (status) => {
    const [reason, type, message] = REFUSALS[status];
    const body = JSON.stringify({ __type: type, message });
    const lines = [`HTTP/1.1 ${reason}`, 'Content-Type: application/x-amz-json-1.1', 'Connection: close'];
    isRefused = true;
    socket.end(`${lines.join('\r\n')}\r\nContent-Length: ${Buffer.byteLength(body)}${END_OF_HEAD}${body}`);
    return true;
  };

  /** Passes on what belongs to admitted requests. Returns false if the reader wants no more for now. */
  const take = (chunk) => {
    let rest = chunk;
    let wantsMore = true;
    while (rest.length > 0 && !isRefused) {
      if (bodyBytes > 0) {
        const part = rest.subarray(0, bodyBytes);
        bodyBytes -= part.length;
        rest = rest.subarray(part.length);
        wantsMore = push(part);
        continue;
      }
      head = head.length === 0 ? rest : Buffer.concat([head, rest]);
      const end = head.indexOf(END_OF_HEAD);
      if ((end === -1 ? head.length : end) > MAX_HEAD_BYTES) return refuse(431);
      if (end === -1) return wantsMore;
      const headers = headersOf(head.subarray(0, end).toString('latin1'));
      if (isFromWebPage(headers)) return refuse(403);
      bodyBytes = Number(headers['content-length'] ?? 0);
      // The end of a body without a length is not known here. The SDKs always send one.
      if (headers['transfer-encoding'] !== undefined || Number.isNaN(bodyBytes)) return refuse(411);
      rest = head.subarray(end + END_OF_HEAD.length);
      wantsMore = push(head.subarray(0, end + END_OF_HEAD.length));
      head = Buffer.alloc(0);
    }
    return wantsMore;
  };

  socket.push = (chunk) => (chunk === null ? push(null) : take(chunk));
}

/** Returns the headers by lower-case name; the last of several with the same name. */
function headersOf(head) {
  const lines = head.split('\r\n').slice(1);
  return Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
}
