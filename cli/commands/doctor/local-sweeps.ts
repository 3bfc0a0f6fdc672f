import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SECTION_PREFIX } from '../../../events/progress.ts';
import { sectionOf } from '../../../events/sections.ts';
import type { SectionItem } from '../../../events/types.ts';
import { DEFAULT_SETTINGS } from '../../../infra/stages.ts';
import { clientSettings } from '../../../operate/aws/client-settings.ts';
import { resolveTarget } from '../../../operate/aws/target.ts';
import type { NamedFeed } from '../../../operate/feeds/read-feed.ts';
import { readSweeps, type Sweeps } from '../../../operate/feeds/read-sweeps.ts';
import type { Io } from '../../../operate/io.ts';
import { hasName, isError } from '../../../operate/native-error.ts';
import { createProgressTable } from '../../../tasks/shared/progress/dynamodb-progress.ts';
import { LOCAL_PROGRESS_TABLES } from '../../../workflow/names.ts';
import type { SweepSettings } from './sweep-checks.ts';

/** The sweeps of a data folder. */
export interface LocalSweeps {
  readonly watermark: NamedFeed['watermark'];
  /** With the sections of the last sweep alone. */
  readonly sweeps: Sweeps;
  /** True if they asked Watchmode itself. */
  readonly isLive: boolean;
}

/** Reads the sweeps at an address of DynamoDB: those of the stand-in or of Watchmode, whichever are newer. */
export async function readLocalSweeps(
  endpointUrl: string,
  io: Pick<Io, 'cwd' | 'env' | 'interrupted' | 'now'>,
): Promise<LocalSweeps | undefined> {
  const target = { ...(await resolveTarget('dynamodb', { local: true }, io)), endpointUrl };
  const client = new DynamoDBClient(clientSettings(target, io));
  try {
    const found = await Promise.all(
      [true, false].map((isLive) => readTable(client, isLive, io.now()).catch(undefinedIfMissing)),
    );
    const newest = (one: LocalSweeps) => one.watermark?.watermark ?? '';
    return found
      .flatMap((one) => one ?? [])
      .sort((one, other) => newest(other).localeCompare(newest(one)))
      .at(0);
  } finally {
    client.destroy();
  }
}

async function readTable(
  client: DynamoDBClient,
  isLive: boolean,
  now: number,
): Promise<LocalSweeps | undefined> {
  const table = LOCAL_PROGRESS_TABLES[isLive ? 'live' : 'stand-in'];
  const [watermark, sweeps] = await Promise.all([
    createProgressTable(client, table).readWatermark('catalogue'),
    readSweeps(client, table, now),
  ]);
  if (watermark === null && sweeps.sections.length === 0) return undefined;
  return { watermark, sweeps: { ...sweeps, sections: ofLastSweep(sweeps.sections) }, isLive };
}

/** Returns undefined for a table that no runtime has created. */
function undefinedIfMissing(error: unknown): undefined {
  const causes = [error, isError(error) ? error.cause : undefined];
  if (causes.some((one) => hasName(one, 'ResourceNotFoundException'))) return undefined;
  throw error;
}

function ofLastSweep(sections: readonly SectionItem[]): SectionItem[] {
  const [last] = sections.toSorted((one, other) => Date.parse(other.sweptAt) - Date.parse(one.sweptAt));
  return sections.filter(({ executionArn }) => executionArn === last?.executionArn);
}

/** Returns the settings of the last sweep, as if a schedule repeated it each day. */
export function settingsOfSweep({ sections, sources }: Sweeps): SweepSettings {
  const swept = sections.map(({ item }) => sectionOf(item.slice(SECTION_PREFIX.length)));
  const nameOf = (id: number) => sources?.find((source) => source.id === id)?.name ?? String(id);
  const distinct = (words: readonly string[]) => [...new Set(words)].sort();
  return {
    ...DEFAULT_SETTINGS,
    regions: distinct(swept.map(({ region }) => region)),
    services: distinct(swept.map(({ sourceId }) => nameOf(sourceId))),
    genres: distinct(swept.flatMap(({ genres = [] }) => genres.map(String))),
    sweepTypes: distinct(swept.flatMap(({ type }) => type ?? [])),
    expression: 'rate(1 day)',
    timeZone: 'UTC',
    remedies: {
      addServices: 'name them with --services',
      services: 'name others with --services',
      regions: 'choose the countries at Watchmode, or name others with --regions',
      fewer: 'list fewer services, countries or types, or sweep less often',
    },
  };
}
