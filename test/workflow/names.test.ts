import { describe, expect, it } from '@jest/globals';
import { namesOf, PLAIN_NAMES, watermarkPathOf } from '../../workflow/names.ts';

describe('the names of what is deployed', () => {
  it('are plain for prod: consumers and operators know them', () => {
    expect(namesOf('prod')).toEqual({
      sharedStack: 'TvGuideShared',
      ingestionStack: 'TvGuideIngestion',
      stream: 'ProgrammeDataStream',
      alarmTopic: 'tv-guide-alarms',
      stateMachine: 'title-ingestion',
      redriver: 'redrive-failed-run',
      schedule: 'title-ingestion',
      scheduleDeadLetters: 'title-ingestion-schedule-dead-letters',
      dashboard: 'title-ingestion',
      watermarkPath: '/tv-guide/prod/watermarks',
    });
    expect(PLAIN_NAMES).toEqual(namesOf('prod'));
  });

  it('of every other stage have its name behind them', () => {
    const { watermarkPath, ...names } = namesOf('dev');
    const behind = Object.entries({ ...PLAIN_NAMES, watermarkPath: undefined })
      .filter(([, name]) => name !== undefined)
      .map(([key, name]) => [key, `${name}-dev`]);

    expect(names).toEqual(Object.fromEntries(behind));
    expect(watermarkPath).toBe(watermarkPathOf('dev'));
  });
});
