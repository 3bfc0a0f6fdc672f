import type { Socket } from 'node:net';

/** Refuses the requests of web pages on a connection. */
export function refuseWebPages(socket: Socket): void;
