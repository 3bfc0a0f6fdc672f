import dryRun from '../../../events/examples/execution-input/dry-run.json' with { type: 'json' };
import titleIds from '../../../events/examples/execution-input/manual-title-ids.json' with { type: 'json' };
import window from '../../../events/examples/execution-input/manual-window.json' with { type: 'json' };
import releases from '../../../events/examples/execution-input/releases-feed.json' with { type: 'json' };
import scheduled from '../../../events/examples/execution-input/scheduled.json' with { type: 'json' };
import schema from '../../../events/schemas/execution-input.schema.json' with { type: 'json' };
import { DEFAULT_FEED, FEEDS } from '../../../events/feeds.ts';
import { TITLE_TYPES } from '../../../events/title-types.ts';
import { findRuleViolations } from '../../../events/execution-input-rules.ts';
import { conformsTo, findViolations } from '../../../events/validate.ts';
import type { InputField, StartForm, Violation } from '../../api/index.ts';

const FIELDS: Readonly<Record<string, readonly [kind: InputField['kind'], label: string]>> = {
  feed: ['choice', 'Feed'],
  window: ['window', 'Window'],
  titleIds: ['numbers', 'Title IDs'],
  types: ['words', 'Types'],
  regions: ['words', 'Regions'],
  maxTitles: ['number', 'Most titles'],
  dryRun: ['flag', 'Dry run'],
  plan: ['flag', 'Plan only'],
};

const EXAMPLES: Readonly<Record<string, object>> = {
  'Open window': {},
  Scheduled: scheduled,
  'A window': window,
  'Some titles': titleIds,
  'Another feed': releases,
  'Dry run': dryRun,
};

/** Returns the form for an execution input, from its schema and its examples. */
export function startForm(): StartForm {
  const properties: Readonly<Record<string, { readonly description?: string }>> = schema.properties;
  return {
    fields: Object.entries(FIELDS).map(([name, [kind, label]]) => ({
      name,
      label,
      kind,
      description: properties[name]?.description ?? '',
      choices: name === 'feed' ? FEEDS : name === 'types' ? TITLE_TYPES : [],
    })),
    examples: Object.entries(EXAMPLES).map(([name, input]) => ({
      name,
      input: JSON.stringify(input, null, 2),
    })),
  };
}

/** Checks an input against the schema and rules of the first task. @param now epoch milliseconds */
export function violationsOf(input: unknown, now: number): readonly Violation[] {
  return conformsTo('ExecutionInput', input)
    ? findRuleViolations(input, now, DEFAULT_FEED)
    : findViolations('ExecutionInput', input);
}
