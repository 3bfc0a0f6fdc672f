import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
// In one suite, because the CDK takes a second to load, and Jest loads it anew for each suite.
import './alarms.cases.ts';
import './aws-page.cases.ts';
import './config.cases.ts';
import './cost/estimate.cases.ts';
import './cost/listing.cases.ts';
import './cost/main.cases.ts';
import './cost/recovery.cases.ts';
import './cost/workload.cases.ts';
import './dashboard.cases.ts';
import './dead-letter-queue.cases.ts';
import './deployment.cases.ts';
import './ingestion-schedule.cases.ts';
import './ingestion-stack.cases.ts';
import './measure-schedule.cases.ts';
import './permissions.cases.ts';
import './redriver.cases.ts';
import './runbook.cases.ts';
import './shared-stack.cases.ts';
import './state-machine.cases.ts';
import './take-over.cases.ts';
import './task-function.cases.ts';

it('runs every file of cases', () => {
  const source = readFileSync(import.meta.filename, 'utf8');
  const files = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.cases.ts'));

  expect([...source.matchAll(/^import '\.\/(.+)';$/gm)].map(([, file]) => file)).toEqual(files.sort());
});
