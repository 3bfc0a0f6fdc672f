/** One kind of fault of the stand-in. */
export interface Fault {
  /** Its target: one attempt at a title, every attempt at a title, a page of a listing, any request, or everything. */
  readonly strikes: 'attempt' | 'title' | 'page' | 'request' | 'everything';
  /** A specification with this fault for `--faults`. */
  readonly example: string;
  readonly label: string;
  /** The effect of the example on a run. */
  readonly effect: string;
}

/** All kinds of faults by their names in a specification. A title has at most one, in this order. */
export const FAULTS = {
  '429': {
    strikes: 'attempt',
    example: '429:0.2',
    label: 'Rate limits',
    effect: 'One request in five is answered 429. The run retries, and succeeds later.',
  },
  '500': {
    strikes: 'attempt',
    example: '500:0.1',
    label: 'Server errors',
    effect: 'One request in ten is answered 500. The run retries.',
  },
  reset: {
    strikes: 'attempt',
    example: 'reset:0.05',
    label: 'Cut connections',
    effect: 'One connection in twenty breaks off. The run retries.',
  },
  slow: {
    strikes: 'attempt',
    example: 'slow:0.1',
    label: 'Slow responses',
    effect: 'One response in ten takes two seconds.',
  },
  missing: {
    strikes: 'title',
    example: 'missing:0.02',
    label: 'Unknown titles',
    effect: 'One title in fifty is not known. Two runs defer it, and the third skips it.',
  },
  malformed: {
    strikes: 'title',
    example: 'malformed:0.02',
    label: 'Malformed responses',
    effect: 'One title in fifty has a response that is cut off or of another shape. It is deferred.',
  },
  broken: {
    strikes: 'title',
    example: 'broken:0.02',
    label: 'Broken titles',
    effect: 'One title in fifty never answers. It is deferred to the next run.',
  },
  refused: {
    strikes: 'title',
    example: 'refused:0.02',
    label: 'Refused titles',
    effect: 'One title in fifty is answered 401, although the key is valid. It is deferred to the next run.',
  },
  short: {
    strikes: 'page',
    example: 'short:0.2',
    label: 'Incomplete listings',
    effect: 'One page of a listing in five lacks titles. The run requests it again.',
  },
  drift: {
    strikes: 'page',
    example: 'drift:0.3',
    label: 'Moving entries',
    effect:
      'Three of ten later pages of a sweep begin too early or too late. The sweep reports nothing false.',
  },
  html: {
    strikes: 'request',
    example: 'html:0.05',
    label: 'Stray maintenance pages',
    effect: 'One request in twenty is answered with a page in HTML. The run retries.',
  },
  outage: {
    strikes: 'everything',
    example: 'outage:0+86400',
    label: 'Outage',
    effect: 'Nothing answers. The run waits, then fails; a redrive picks it up.',
  },
  maintenance: {
    strikes: 'everything',
    example: 'maintenance:0+86400',
    label: 'Maintenance',
    effect:
      'Every request is answered with a page in HTML. The run waits, then fails; a redrive picks it up.',
  },
} as const satisfies Readonly<Record<string, Fault>>;

export type FaultName = keyof typeof FAULTS;

type Strikes = Fault['strikes'];
type Striking<What extends Strikes> = {
  [Name in FaultName]: (typeof FAULTS)[Name]['strikes'] extends What ? Name : never;
}[FaultName];

/** A fault of one attempt. The next one may succeed. */
export type AttemptFault = Striking<'attempt'>;
/** A fault of every attempt at a title. */
export type TitleFault = Striking<'title'>;
/** A fault that lasts for some time. */
export type TimedFault = Striking<'everything'>;
/** A fault with a rate. */
export type FaultKind = Exclude<FaultName, TimedFault>;

const namesOf = <What extends Strikes>(...what: readonly What[]) =>
  (Object.keys(FAULTS) as FaultName[]).filter((name): name is Striking<What> =>
    what.some((strikes) => strikes === FAULTS[name].strikes),
  );

export const ATTEMPT_FAULTS = namesOf('attempt');
export const TITLE_FAULTS = namesOf('title');
export const TIMED_FAULTS = namesOf('everything');
export const FAULT_KINDS: readonly FaultKind[] = namesOf('attempt', 'title', 'page', 'request');

/** All faults with their names, for pages that switch them. */
export const FAULT_SWITCHES = Object.entries<Fault>(FAULTS).map(([name, fault]) => ({ name, ...fault }));
