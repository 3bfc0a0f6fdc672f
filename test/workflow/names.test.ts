import { describe, expect, it } from '@jest/globals';
import {
  catalogueTableBeside,
  LOCAL_CATALOGUE_TABLES,
  LOCAL_PROGRESS_TABLES,
  namesOf,
  PLAIN_NAMES,
  STAGE,
  watermarkPathOf,
} from '../../workflow/names.ts';

describe('the names of deployed resources', () => {
  it('have no suffix for prod', () => {
    expect(namesOf('prod')).toEqual({
      sharedStack: 'TvGuideShared',
      ingestionStack: 'TvGuideIngestion',
      catalogueStack: 'TvGuideCatalogue',
      stream: 'ProgrammeDataStream',
      alarmTopic: 'tv-guide-alarms',
      stateMachine: 'title-ingestion',
      redriver: 'redrive-failed-run',
      redriverDeadLetters: 'redrive-failed-run-dead-letters',
      measureSchedule: 'measure-progress',
      schedule: 'title-ingestion',
      sweepSchedule: 'catalogue-sweep',
      scheduleDeadLetters: 'title-ingestion-schedule-dead-letters',
      dashboard: 'title-ingestion',
      progressTable: 'TvGuideProgress',
      catalogueTable: 'TvGuideCatalogue',
      updateCatalogue: 'update-catalogue',
      watermarkPath: '/tv-guide/prod/watermarks',
    });
    expect(PLAIN_NAMES).toEqual(namesOf('prod'));
  });

  it('of every other stage end in its name', () => {
    const { watermarkPath, ...names } = namesOf('dev');
    const behind = Object.entries({ ...PLAIN_NAMES, watermarkPath: undefined })
      .filter(([, name]) => name !== undefined)
      .map(([key, name]) => [key, `${name}-dev`]);

    expect(names).toEqual(Object.fromEntries(behind));
    expect(watermarkPath).toBe(watermarkPathOf('dev'));
  });

  it('of a catalogue follow from that of the progress table', () => {
    const tables = [
      [PLAIN_NAMES.progressTable, PLAIN_NAMES.catalogueTable],
      [namesOf('dev').progressTable, namesOf('dev').catalogueTable],
      [LOCAL_PROGRESS_TABLES['stand-in'], LOCAL_CATALOGUE_TABLES['stand-in']],
      [LOCAL_PROGRESS_TABLES.live, LOCAL_CATALOGUE_TABLES.live],
    ] as const;

    for (const [progressTable, catalogueTable] of tables) {
      expect(catalogueTableBeside(progressTable)).toBe(catalogueTable);
    }
  });

  it('of tables are valid in DynamoDB, and different for the stand-in and for Watchmode itself', () => {
    const longest = 'a'.repeat(16);
    expect(STAGE.pattern.test(longest)).toBe(true);
    const tables = [
      PLAIN_NAMES.progressTable,
      namesOf(longest).progressTable,
      PLAIN_NAMES.catalogueTable,
      namesOf(longest).catalogueTable,
      ...Object.values(LOCAL_PROGRESS_TABLES),
      ...Object.values(LOCAL_CATALOGUE_TABLES),
    ];

    expect(tables.filter((name) => !/^[A-Za-z0-9_.-]{3,255}$/.test(name))).toEqual([]);
    expect(new Set(tables).size).toBe(tables.length);
  });
});
