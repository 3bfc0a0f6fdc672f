import catalogue from '../../../events/examples/execution-input/catalogue.json' with { type: 'json' };
import dryRun from '../../../events/examples/execution-input/dry-run.json' with { type: 'json' };
import titleIds from '../../../events/examples/execution-input/manual-title-ids.json' with { type: 'json' };
import window from '../../../events/examples/execution-input/manual-window.json' with { type: 'json' };
import releases from '../../../events/examples/execution-input/releases-feed.json' with { type: 'json' };
import scheduled from '../../../events/examples/execution-input/scheduled.json' with { type: 'json' };
import schema from '../../../events/schemas/execution-input.schema.json' with { type: 'json' };
import { FEEDS } from '../../../events/feeds.ts';
import type { InputField, StartForm } from '../../api/index.ts';

const FIELDS: Readonly<
  Record<string, readonly [kind: InputField['kind'], label: string, placeholder?: string]>
> = {
  feed: ['choice', 'Feed'],
  services: ['names', 'Services', 'Netflix, BBC iPlayer'],
  genres: ['names', 'Genres', 'Comedy, Drama'],
  window: ['window', 'Window'],
  titleIds: ['numbers', 'Title IDs', '1616666, 1617777'],
  types: ['words', 'Types', 'movie, tv_series'],
  regions: ['words', 'Regions', 'GB, IE'],
  maxTitles: ['number', 'Most titles', 'All'],
  maxCredits: ['number', 'Most credits', 'Default of the deployment'],
  publishBaseline: ['flag', 'Publish the baseline'],
  dryRun: ['flag', 'Dry run'],
  plan: ['flag', 'Plan only'],
};

const EXAMPLES: Readonly<Record<string, object>> = {
  'Open window': {},
  Scheduled: scheduled,
  'A window': window,
  'Some titles': titleIds,
  'Another feed': releases,
  'A sweep of services': catalogue,
  'Dry run': dryRun,
};

/** Returns the form for an execution input, from its schema and its examples. */
export function startForm(): StartForm {
  const properties: Readonly<Record<string, { readonly description?: string }>> = schema.properties;
  return {
    fields: Object.entries(FIELDS).map(([name, [kind, label, placeholder = '']]) => ({
      name,
      label,
      kind,
      description: properties[name]?.description ?? '',
      choices: name === 'feed' ? FEEDS : [],
      placeholder,
    })),
    examples: Object.entries(EXAMPLES).map(([name, input]) => ({
      name,
      input: JSON.stringify(input, null, 2),
    })),
  };
}
