// Plain JavaScript, because a thread loads it without a build.

/** The members whose text is a time. */
const MOMENTS = new Set(['timestamp', 'startDate', 'stopDate', 'redriveDate']);

/** Returns a name from a file with only those characters that are valid in an id. */
export function safeName(name) {
  return name.replace(/[^\w.-]/g, '_').slice(0, 200) || '_';
}

/**
 * Parses the text of an exported run: times become dates, and the ARNs of Map Runs receive a prefix.
 *
 * @throws SyntaxError
 */
export function parseRunFile(text, mapRunPrefix) {
  return JSON.parse(text, (key, value) => {
    if (typeof value !== 'string') return value;
    if (key === 'mapRunArn') return mapRunPrefix + safeName(value.split(':').at(-1));
    return MOMENTS.has(key) ? new Date(value) : value;
  });
}

/** Returns the histories in a file: that of the run, then those of its children. The file may have any shape. */
export function historiesOf(file) {
  const executions = listOf(file?.children).flatMap((child) => listOf(child?.executions));
  return [file, ...executions].map((execution) => execution?.events).filter(Array.isArray);
}

function listOf(value) {
  return Array.isArray(value) ? value : [];
}

/** The size of a part of a history in characters. The receiver is busy for about a hundredth of a second with it. */
const PART_CHARACTERS = 1_000_000;

/** Yields events in parts that take a receiver little time. */
export function* partsOf(events) {
  let [part, characters] = [[], 0];
  for (const event of events) {
    part.push(event);
    characters += JSON.stringify(event)?.length ?? 0;
    if (characters < PART_CHARACTERS) continue;
    yield part;
    [part, characters] = [[], 0];
  }
  if (part.length > 0) yield part;
}
