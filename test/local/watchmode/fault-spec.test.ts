import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { FAULTS } from '../../../local/watchmode/fault-kinds.ts';
import { FaultSpecError, formatFaults, NO_FAULTS, parseFaults } from '../../../local/watchmode/fault-spec.ts';

describe('parseFaults', () => {
  it('reads kinds and rates', () => {
    expect(parseFaults('429:0.2, 500:0.1,reset:.05,slow:0,malformed:0.01,missing:0.02').rates).toEqual({
      '429': 0.2,
      '500': 0.1,
      reset: 0.05,
      slow: 0,
      malformed: 0.01,
      missing: 0.02,
      broken: 0,
      refused: 0,
      short: 0,
      drift: 0,
      html: 0,
    });
  });

  it('leaves out what is not named, and takes rates that add up to 1', () => {
    expect(parseFaults('missing:1').rates).toMatchObject({ missing: 1, '429': 0 });
    expect(parseFaults('429:0.1,500:0.2,reset:0.7').rates).toMatchObject({ reset: 0.7 });
  });

  it('takes broken titles by their IDs or at a rate', () => {
    expect(parseFaults('broken:9000106+9000107')).toMatchObject({
      brokenTitles: [9_000_106, 9_000_107],
      rates: { broken: 0 },
    });
    expect(parseFaults('broken:345534').brokenTitles).toEqual([345_534]);
    for (const [text, rate] of [
      ['0.01', 0.01],
      ['.5', 0.5],
      ['1', 1],
      ['0', 0],
      ['1.0', 1],
    ] as const) {
      expect(parseFaults(`broken:${text}`)).toMatchObject({ brokenTitles: [], rates: { broken: rate } });
    }
  });

  it('takes refused titles by their IDs or at a rate, and the status that they answer', () => {
    expect(parseFaults('refused:9000106+9000107')).toMatchObject({
      refusedTitles: [9_000_106, 9_000_107],
      refusedStatus: 401,
      rates: { refused: 0 },
    });
    expect(parseFaults('refused:9000106:451')).toMatchObject({
      refusedTitles: [9_000_106],
      refusedStatus: 451,
    });
    expect(parseFaults('refused:0.1:403')).toMatchObject({
      refusedTitles: [],
      refusedStatus: 403,
      rates: { refused: 0.1 },
    });
  });

  it('takes maintenance as it takes an outage', () => {
    expect(parseFaults('maintenance:2+20')).toMatchObject({
      maintenance: { startSeconds: 2, lastsSeconds: 20 },
      outage: null,
    });
  });

  it('takes an outage by its start and its length', () => {
    expect(parseFaults('429:0.1,outage:2+20').outage).toEqual({ startSeconds: 2, lastsSeconds: 20 });
    expect(parseFaults('outage:0+0.5').outage).toEqual({ startSeconds: 0, lastsSeconds: 0.5 });
  });

  it.each([
    '',
    '429:0.2,slow:0.05',
    'broken:0.01',
    'short:0.2,drift:0.3,html:0.1',
    'refused:0.1:402',
    'broken:9000106,refused:9000107+9000108:410,outage:2+20,maintenance:30+1',
    'reset:0.5,broken:9000106+9000107,outage:2+20',
  ])('writes %j as it was read', (spec) => {
    expect(formatFaults(spec === '' ? NO_FAULTS : parseFaults(spec))).toBe(spec);
  });

  it.each([
    ['', '', 'there is no such kind'],
    ['503:0.1', '503:0.1', 'there is no such kind'],
    ['429:0.1,', '', 'there is no such kind'],
    ['429', '429', 'its rate must be a number from 0 to 1'],
    ['429:', '429:', 'its rate must be'],
    ['429:1.1', '429:1.1', 'its rate must be'],
    ['429:-1', '429:-1', 'its rate must be'],
    ['429:x', '429:x', 'its rate must be'],
    ['429:0.1:0.2', '429:0.1:0.2', 'its rate must be'],
    ['429:0.1,429:0.2', '429:0.2', 'occurs twice'],
    ['broken:', 'broken:', 'its rate must be'],
    ['broken:1.5', 'broken:1.5', 'its rate must be'],
    ['broken:7+', 'broken:7+', 'its rate must be'],
    ['broken:0.1,broken:7', 'broken:7', 'occurs twice'],
    ['outage:5', 'outage:5', 'its start and its duration'],
    ['outage:5+0', 'outage:5+0', 'its start and its duration'],
    ['outage:-1+5', 'outage:-1+5', 'its start and its duration'],
    ['short:9000106', 'short:9000106', 'its rate must be'],
    ['refused:7+', 'refused:7+', 'its rate must be'],
    ['refused:0.1:404', 'refused:0.1:404', 'its status must be one of 401, 402, 403, 410, 451'],
    ['refused:0.1:', 'refused:0.1:', 'its status must be'],
    ['broken:7:401', 'broken:7:401', 'its rate must be'],
    ['maintenance:5', 'maintenance:5', 'its start and its duration'],
    ['429:0.9,500:0.2', '429:0.9,500:0.2', 'add up to 1.1'],
  ])('refuses %j and names the part and the kinds', (spec, part, reason) => {
    const attempt = () => parseFaults(spec);

    expect(attempt).toThrow(FaultSpecError);
    expect(attempt).toThrow(expect.objectContaining({ name: 'FaultSpecError', part }));
    expect(attempt).toThrow(reason);
    expect(attempt).toThrow('429, 500, reset, slow, missing, malformed');
  });
});

describe('FAULTS', () => {
  it.each(Object.entries(FAULTS))(
    'has an example of %s that is read and written as it stands there',
    (name, { example }) => {
      const plan = parseFaults(example);

      expect(formatFaults(plan)).toBe(example);
      expect(example).toMatch(new RegExp(`^${name}:`));
    },
  );

  it('is the table of the README', () => {
    const readme = readFileSync(join(import.meta.dirname, '../../../local/watchmode/README.md'), 'utf8');
    const rows = [...readme.matchAll(/^\| `(\w+)` +\| (?:one attempt|a title, always|everything) /gm)];

    expect(rows.map(([, name]) => name).sort()).toEqual(Object.keys(FAULTS).sort());
  });
});
