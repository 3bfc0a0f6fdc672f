#!/usr/bin/env node
// Starts the command line from dist/, which is built first when the sources are newer.
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { ensureBuilt } from './build.mjs';

const dist = await ensureBuilt();
await import(pathToFileURL(join(dist, 'tvguide.mjs')).href);
