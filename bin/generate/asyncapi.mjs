import { readdir, readFile } from 'node:fs/promises';
import { collectDefinitions } from './definitions.mjs';

/** The contracts that are messages on the stream, by title. */
const MESSAGES = ['TitleEvent', 'RemovalEvent', 'DepartureEvent', 'SourceEvent', 'GenreEvent', 'RegionEvent'];

const SCHEMAS = '#/components/schemas/';

/**
 * Generates the AsyncAPI document of the stream. It contains the schemas of the events and everything that these refer to,
 * so that a program needs no other file.
 *
 * @param folder the folder of the schemas
 * @param examples the folder of valid events. Each becomes an example of its message
 * @param version the version of the project
 */
export async function generateAsyncApi({ folder, examples, version }) {
  const definitions = await collectDefinitions(folder, asSchemaObject);
  const schemas = Object.fromEntries(
    reachableFrom(MESSAGES, definitions).map((name) => [name, definitions[name]]),
  );
  const events = await readEvents(examples);
  const messages = MESSAGES.map((name) => [
    name,
    {
      name,
      title: name,
      summary: definitions[name].description,
      contentType: 'application/cloudevents+json',
      payload: { $ref: SCHEMAS + name },
      examples: events.filter(({ payload }) => typesOf(definitions[name]).includes(payload.type)),
    },
  ]);
  return {
    ...describeStream(version),
    components: { messages: Object.fromEntries(messages), schemas },
  };
}

/** Returns the parts of the document that no schema tells. */
function describeStream(version) {
  const inChannel = MESSAGES.map((name) => ({ $ref: `#/channels/titles/messages/${name}` }));
  return {
    asyncapi: '3.1.0',
    info: {
      title: 'UK TV guide ingestion',
      version,
      description:
        'Titles that are new on Watchmode or on a service, titles whose details, sources or episodes changed, titles that ' +
        'left a service, and titles that Watchmode no longer knows. Also the names of services, genres and regions. ' +
        'Streaming data powered by [Watchmode.com](https://www.watchmode.com/), whose terms apply to the data.',
    },
    defaultContentType: 'application/cloudevents+json',
    servers: {
      aws: {
        host: 'kinesis.{region}.amazonaws.com',
        protocol: 'kinesis',
        description:
          'Amazon Kinesis Data Streams. Requests are signed with AWS Signature Version 4; IAM decides who may read.',
        variables: {
          region: { description: 'The AWS Region of the deployment.', examples: ['eu-west-2'] },
        },
      },
    },
    channels: {
      titles: {
        address: 'ProgrammeDataStream',
        title: 'The stream of titles',
        description: [
          'A Kinesis data stream. The name of a stage other than `prod` is `ProgrammeDataStream-STAGE`.',
          'Each event is a CloudEvent in structured mode: one JSON text is the whole event, and nothing is in headers.',
          'Events are delivered at least once, and a replay delivers old ones again. A consumer writes an event only if it ' +
            'has nothing for the `subject`, or something with an earlier `time`. It then needs no list of the ids that it ' +
            'has seen, and an event that comes late or twice changes nothing.',
          'The `type` tells what an event is about. Types that begin with `tvguide.title.` have a title ID as their ' +
            '`subject`. The others have a kind and an ID, for example `source:203`, which is no title.',
          '`tvguide.title.left` changes one fact of a title: a service no longer has it. It applies to what the event ' +
            'before it, by `time`, says about the title. The next event with a record replaces both.',
          'The events of a subject are in order on their shard, unless one was rejected and resent. Events of different ' +
            'subjects have no order.',
        ].join('\n\n'),
        servers: [{ $ref: '#/servers/aws' }],
        messages: Object.fromEntries(
          MESSAGES.map((name) => [name, { $ref: `#/components/messages/${name}` }]),
        ),
        // AsyncAPI defines no binding of Kinesis.
        'x-kinesis': {
          partitionKey: {
            location: '$message.payload#/subject',
            description:
              'The `subject` of the event. An aggregated record has that of its first event, and all of its events have ' +
              'the hash of that key as their explicit hash key.',
          },
          aggregation: {
            format: 'KPL',
            default: 'none',
            description:
              'With the setting `recordAggregation`, a record contains many events, in the aggregated record format of ' +
              'the Kinesis Producer Library. Such a record begins with the bytes F3 89 9A C2. The Kinesis Client Library ' +
              'unpacks it; other consumers must do so themselves.',
          },
          retentionHours: {
            default: 168,
            description: 'The setting `streamRetentionHours` changes it.',
          },
        },
      },
    },
    operations: {
      publishTitles: {
        action: 'send',
        channel: { $ref: '#/channels/titles' },
        summary:
          'The project publishes an event for each title that a run fetched, found removed or found gone from a ' +
          'service, and for each source, genre and region that changed.',
        messages: inChannel,
      },
      consumeTitles: {
        action: 'receive',
        channel: { $ref: '#/channels/titles' },
        summary: 'A consumer reads every event and keeps the newest of each subject.',
        messages: inChannel,
      },
    },
  };
}

/** Reads events as examples of messages, in the order of their names. */
async function readEvents(folder) {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.json')).sort();
  return Promise.all(
    files.map(async (file) => ({
      name: file.replace('.json', ''),
      payload: JSON.parse(await readFile(folder + file, 'utf8')),
    })),
  );
}

/** Returns the values of `type` that a kind of event allows. */
function typesOf({ properties }) {
  return properties.type.enum ?? [properties.type.const];
}

/**
 * Maps a node to a Schema Object of AsyncAPI, which extends draft 7 of JSON Schema. In draft 7, `$ref` hides the keywords
 * beside it.
 */
function asSchemaObject({ $ref, ...schema }) {
  if ($ref === undefined) return schema;
  const reference = { $ref: $ref.replace('#/$defs/', SCHEMAS) };
  return Object.keys(schema).length === 0 ? reference : { ...schema, allOf: [reference] };
}

/** Returns the given definitions and those that they refer to, in the order in which they are first named. */
function reachableFrom(names, definitions) {
  const reached = new Set(names);
  for (const name of reached) {
    for (const [, other] of JSON.stringify(definitions[name]).matchAll(
      /"\$ref":"#\/components\/schemas\/(\w+)"/g,
    )) {
      reached.add(other);
    }
  }
  return [...reached];
}
