import { describe, expect, it } from '@jest/globals';
import { createMeasureProgress } from '../../../tasks/measure-progress/measure-progress.ts';
import { memoryProgress } from '../../tasks/support/memory-progress.ts';
import { FakeClock, invocation, recordedTelemetry } from '../../tasks/support/ports.ts';
import { synthesise } from '../support/synthesise.ts';
import { resourceNamed, resourcesOf, type Properties } from '../support/template.ts';

const scheduleOf = (settings: Readonly<Record<string, unknown>>, name: string): Properties =>
  resourceNamed(synthesise(settings).ingestion, 'AWS::Scheduler::Schedule', name).Properties;

const schedule = scheduleOf({}, 'measure-progress');
const target = schedule['Target'] as Properties;

describe('the schedule measure-progress', () => {
  it('invokes the function measure-progress every hour', () => {
    const [functionId] = resourcesOf(synthesise().ingestion, 'AWS::Lambda::Function').find(([id]) =>
      id.startsWith('MeasureProgress'),
    )!;

    expect(schedule).toMatchObject({
      ScheduleExpression: 'rate(1 hour)',
      FlexibleTimeWindow: { Mode: 'OFF' },
    });
    expect(target['Arn']).toEqual({ 'Fn::GetAtt': [functionId, 'Arn'] });
  });

  it('sends an input that the function takes', async () => {
    const clock = new FakeClock('2026-11-24T07:00:00Z');
    const { telemetry, lines } = recordedTelemetry(clock);
    const progress = memoryProgress({
      feed: 'new_titles',
      item: 'watermark',
      watermark: '2026-11-24T06:00:00Z',
    });
    const measure = createMeasureProgress({ progress, clock, telemetry, feeds: ['new_titles'] });
    await measure(JSON.parse(target['Input'] as string), invocation());

    expect(lines).toMatchObject([{ WatermarkLag: 3_600 }]);
  });

  it('retries for half an hour', () => {
    expect(target['RetryPolicy']).toEqual({ MaximumEventAgeInSeconds: 1_800, MaximumRetryAttempts: 2 });
  });

  it('measures in a stage whose ingestion is not scheduled, too', () => {
    const inTest = scheduleOf({ stage: 'test' }, 'measure-progress-test');

    expect(scheduleOf({ stage: 'test' }, 'title-ingestion-test')).toMatchObject({ State: 'DISABLED' });
    expect(inTest['State'] ?? 'ENABLED').toBe('ENABLED');
  });
});
