/** The maximum length of a line of Markdown in the project. */
const WIDTH = 120;

/** A longer list of values is cut. */
const MOST_VALUES = 10;

/** Renders the AsyncAPI document of the stream as a page of Markdown. */
export function renderAsyncApi({ info, servers, channels, operations, components }) {
  const types = Object.entries(components.schemas).filter(([name]) => !(name in components.messages));
  const objects = types.filter(([, schema]) => schema.properties);
  const values = types.filter(([, schema]) => !schema.properties);
  return [
    '<!-- Generated from events/asyncapi.json by `npm run generate`; change the schemas, not this file. -->',
    '# The events of the stream',
    paragraph(info.description),
    paragraph(
      'This page shows [`events/asyncapi.json`](../events/asyncapi.json), an [AsyncAPI](https://www.asyncapi.com) 3.1 ' +
        'document from which programs can generate clients. It contains all schemas. ' +
        '[`consumer`](../consumer/README.md) is a consumer to copy.',
    ),
    ...Object.values(servers).flatMap(renderServer),
    ...Object.values(channels).flatMap(renderChannel),
    '## Operations',
    Object.entries(operations).map(renderOperation).join('\n'),
    '## Messages',
    paragraph('Every field is required unless it is marked as optional.'),
    ...Object.values(components.messages).flatMap((message) => renderMessage(message, components.schemas)),
    '## Types',
    ...[...objects, ...values].flatMap(([name, schema]) => renderType(name, schema, components.schemas)),
    '',
  ].join('\n\n');
}

function renderServer({ host, protocol, description, variables }) {
  return [
    '## Server',
    paragraph(description),
    [
      item(`host: \`${host}\``),
      ...Object.entries(variables).map(([name, variable]) =>
        item(`\`{${name}}\`: ${variable.description} For example ${codes(variable.examples)}.`),
      ),
      item(`protocol: \`${protocol}\``),
    ].join('\n'),
  ];
}

function renderChannel({ address, title, description, 'x-kinesis': kinesis }) {
  const { partitionKey, aggregation, retentionHours } = kinesis;
  return [
    `## Channel: \`${address}\``,
    paragraph(`${title}.`),
    ...description.split('\n\n').map((text) => paragraph(text)),
    [
      item(`partition key: ${partitionKey.description}`),
      item(
        `aggregation: ${aggregation.format} or none; default: ${aggregation.default}. ${aggregation.description}`,
      ),
      item(`retention: ${retentionHours.default} hours by default. ${retentionHours.description}`),
    ].join('\n'),
  ];
}

function renderOperation([name, { action, summary }]) {
  return item(`\`${name}\` (${action}): ${summary}`);
}

function renderMessage({ name, summary, contentType, examples }, schemas) {
  return [
    `### ${name}`,
    paragraph(`${summary} Content type: \`${contentType}\`.`),
    renderFields(schemas[name], schemas),
    ...examples.flatMap((example) => [
      `Example \`${example.name}\`:`,
      `\`\`\`json\n${JSON.stringify(example.payload, null, 2)}\n\`\`\``,
    ]),
  ];
}

function renderType(name, schema, schemas) {
  const description = paragraph(
    [schema.description, schema.properties ? '' : `${sentence(typeOf(schema))}`].join(' '),
  );
  return [`### ${name}`, description, ...(schema.properties ? [renderFields(schema, schemas)] : [])];
}

/** Returns a list of the fields of an object. The fields of an object within it are a list within the list. */
function renderFields({ properties, required }, schemas, indent = '') {
  return Object.entries(properties)
    .flatMap(([name, schema]) => {
      const optional = required.includes(name) ? '' : ', optional';
      const field = item(
        `\`${name}\` (${typeOf(schema)}${optional}): ${meaningOf(name, schema, schemas)}`,
        indent,
      );
      return schema.properties ? [field, renderFields(schema, schemas, `${indent}  `)] : [field];
    })
    .join('\n');
}

/** Returns the description of a field, or that of its type. */
function meaningOf(name, schema, schemas) {
  const meaning = schema.description ?? schemas[referenceOf(schema)]?.description;
  if (meaning === undefined)
    throw new Error(`events/schemas: the field ${name} of an event has no description`);
  return meaning;
}

function referenceOf({ $ref, allOf }) {
  return ($ref ?? allOf?.[0].$ref)?.replace('#/components/schemas/', '');
}

/** Returns the type of a value in words. */
function typeOf(schema) {
  const reference = referenceOf(schema);
  if (reference !== undefined) return `[${reference}](#${reference.toLowerCase()})`;
  if ('const' in schema) return `always ${codes([schema.const])}`;
  if (schema.enum) return choice(schema.enum);
  if (schema.type === 'array') return `array of ${typeOf(schema.items)}`;
  const [first, ...others] = [schema.type].flat();
  const own = schema.format === 'uri' ? 'URL' : (schema.format ?? first);
  const rules = limits(schema);
  return [[own, ...rules].join(', '), ...others].join(rules.length > 0 ? ', or ' : ' or ');
}

function choice(values) {
  if (values.length <= MOST_VALUES) return `one of ${codes(values)}`;
  return `one of ${values.length} values from ${codes([values.at(0)])} to ${codes([values.at(-1)])}`;
}

function limits({ minimum, maximum, minLength, pattern }) {
  return [
    minimum === undefined ? [] : `at least ${minimum}`,
    maximum === undefined ? [] : `at most ${maximum}`,
    minLength === undefined ? [] : 'not empty',
    pattern === undefined ? [] : `matches \`${pattern}\``,
  ].flat();
}

const codes = (values) =>
  values.map((value) => `\`${JSON.stringify(value)}\``.replaceAll('"', '')).join(', ');

const sentence = (text) => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

const item = (text, indent = '') => wrap(text, `${indent}- `, `${indent}  `);

const paragraph = (text) => wrap(text.trim(), '', '');

/** Breaks a text into lines of at most {@link WIDTH} characters. A word, for example a URL, can be longer. */
function wrap(text, first, next) {
  const lines = [];
  let line = first;
  for (const word of text.split(/\s+/)) {
    const isFirst = line === first || line === next;
    if (!isFirst && line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = next + word;
    } else {
      line += (isFirst ? '' : ' ') + word;
    }
  }
  return [...lines, line].join('\n');
}
