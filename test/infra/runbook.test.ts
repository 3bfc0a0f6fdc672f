import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { ALARM_NAMES } from '../../infra/monitoring/alarms.ts';
import { CATALOGUE_ALARM_NAMES } from '../../infra/monitoring/catalogue-alarms.ts';
import { ERROR_ADVICE } from '../../workflow/error-advice.ts';
import { ERROR_NAMES } from '../../workflow/error-names.ts';
import { PLATFORM_ERROR_ADVICE } from '../../workflow/platform-error-advice.ts';
import definition from '../../workflow/title-ingestion.asl.json' with { type: 'json' };

const runbook = readFileSync('docs/runbook.md', 'utf8');

/** The sections of the third level by their headings, without the backquotes of error names. */
const sections = new Map(
  runbook
    .split(/^(?=#{2,3} )/m)
    .filter((section) => section.startsWith('### '))
    .map((section) => [section.slice(4, section.indexOf('\n')).replaceAll('`', ''), section]),
);

const advice = { ...ERROR_ADVICE, ...PLATFORM_ERROR_ADVICE };

describe('the runbook', () => {
  it('has a section for each alarm and each error, and for nothing else', () => {
    expect([...sections.keys()].sort()).toEqual(
      [...ALARM_NAMES, ...CATALOGUE_ALARM_NAMES, ...Object.keys(advice)].sort(),
    );
  });

  it.each([...sections.keys()])('gives the meaning, the check, the fix and the redrive of %s', (name) => {
    const labels = [...sections.get(name)!.matchAll(/^\*\*(.+?)\*\* \S/gm)].map(([, label]) => label);

    expect(labels).toEqual(['Meaning.', 'Check.', 'Fix.', 'Redrive.']);
  });

  it.each(Object.entries(advice))(
    'agrees with the advice on whether a redrive helps after %s',
    (name, { redriveHelps }) => {
      const [, verdict] = /^\*\*Redrive\.\*\* (Yes|No)\b/m.exec(sections.get(name)!) ?? [];

      expect(verdict).toBe(redriveHelps ? 'Yes' : 'No');
    },
  );

  it('points only to sections of its own that exist', () => {
    const anchors = [...runbook.matchAll(/\]\(#([\w-]+)\)/g)].map(([, anchor]) => anchor);

    expect(anchors.length).toBeGreaterThan(0);
    expect([...sections.keys()]).toEqual(expect.arrayContaining(anchors));
  });
});

describe('the advice', () => {
  it('is there for every error that a task throws', () => {
    expect(Object.keys(ERROR_ADVICE).sort()).toEqual([...ERROR_NAMES].sort());
  });

  it('is there for every error that the definition names', () => {
    const named = [...JSON.stringify(definition).matchAll(/"ErrorEquals":\[(.+?)\]/g)].flatMap(
      ([, names]) => JSON.parse(`[${names!}]`) as string[],
    );

    expect(named.length).toBeGreaterThan(10);
    expect(Object.keys(advice)).toEqual(expect.arrayContaining(named));
  });
});
