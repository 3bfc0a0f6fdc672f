import { AsyncLocalStorage } from 'node:async_hooks';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, jest } from '@jest/globals';
import { METRICS } from '../../../../tasks/shared/telemetry/metrics.ts';
import { FakeClock, recordedTelemetry } from '../../support/ports.ts';

const NOON = '2026-11-24T12:00:00.000Z';

describe('a log line', () => {
  it('has the time, the level, the message, the task and its facts', () => {
    const { telemetry, lines } = recordedTelemetry(new FakeClock(NOON));

    telemetry.log('warn', 'set a title aside', { titleId: 7 });

    expect(lines).toEqual([
      { timestamp: NOON, level: 'WARN', message: 'set a title aside', titleId: 7, task: 'test' },
    ]);
  });

  it('is left out below the configured level', () => {
    const { telemetry, lines } = recordedTelemetry(new FakeClock(NOON), 'warn');

    telemetry.log('debug', 'a');
    telemetry.log('info', 'b');
    telemetry.log('warn', 'c');
    telemetry.log('error', 'd');

    expect(lines.map(({ message }) => message)).toEqual(['c', 'd']);
  });

  it('carries the facts of its own invocation, even when several run at once', async () => {
    const { telemetry, lines } = recordedTelemetry(new FakeClock(NOON));
    const invoke = (requestId: string) =>
      telemetry.during({ requestId }, async () => {
        telemetry.log('info', 'before');
        await Promise.resolve();
        telemetry.log('info', 'after');
      });

    await Promise.all([invoke('first'), invoke('second')]);
    telemetry.log('info', 'outside');

    expect(lines.map(({ message, requestId }) => [message, requestId])).toEqual([
      ['before', 'first'],
      ['before', 'second'],
      ['after', 'first'],
      ['after', 'second'],
      ['outside', undefined],
    ]);
  });
});

describe('telemetry', () => {
  it('shares one store of facts, because Node.js calls each store for each promise', async () => {
    const run = jest.spyOn(AsyncLocalStorage.prototype, 'run');

    for (const requestId of ['first', 'second']) {
      const { telemetry } = recordedTelemetry(new FakeClock(NOON));
      await telemetry.during({ requestId }, () => Promise.resolve());
    }

    expect(new Set(run.mock.contexts).size).toBe(1);
    expect(run).toHaveBeenCalledTimes(2);
  });
});

describe('a line of metrics', () => {
  it('is a document in the embedded metric format', () => {
    const { telemetry, lines } = recordedTelemetry(new FakeClock(NOON), 'error');

    telemetry.measure({ StreamBytes: 2_048, TitlesPublished: 3 }, { feed: 'new_titles' });

    expect(lines).toEqual([
      {
        _aws: {
          Timestamp: Date.parse(NOON),
          CloudWatchMetrics: [
            {
              Namespace: 'UkTvGuide',
              Dimensions: [['Stage']],
              Metrics: [
                { Name: 'TitlesPublished', Unit: 'Count' },
                { Name: 'StreamBytes', Unit: 'Bytes' },
              ],
            },
          ],
        },
        Stage: 'test',
        TitlesPublished: 3,
        StreamBytes: 2_048,
        feed: 'new_titles',
        task: 'test',
      },
    ]);
  });

  it('is documented, metric by metric', () => {
    const page = readFileSync(join(import.meta.dirname, '../../../../docs/configuration.md'), 'utf8');
    const rows = page
      .slice(page.indexOf('## Metrics'))
      .split('\n')
      .filter((line) => line.startsWith('| `'))
      .map((line) => line.split('|').map((cell) => cell.trim()));

    expect(rows.map(([, name, unit, , meaning]) => [name, unit, meaning])).toEqual(
      Object.entries(METRICS).map(([name, { unit, meaning }]) => [`\`${name}\``, unit, meaning]),
    );
  });
});
