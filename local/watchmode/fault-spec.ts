import { FAULT_KINDS, type FaultKind, TIMED_FAULTS, type TimedFault } from './fault-kinds.ts';

/** The statuses with which a title can be refused. */
export const REFUSED_STATUSES = [401, 402, 403, 410, 451] as const;
export type RefusedStatus = (typeof REFUSED_STATUSES)[number];

/** The rate of each kind of fault, from 0 to 1. */
export type FaultRates = Readonly<Record<FaultKind, number>>;

/** A time without correct responses, which starts `startSeconds` after the first request. */
export interface Outage {
  readonly startSeconds: number;
  readonly lastsSeconds: number;
}

/** The planned faults. A {@link TimedFault} is null if it is not planned. */
export interface FaultPlan extends Readonly<Record<TimedFault, Outage | null>> {
  readonly rates: FaultRates;
  /** Titles that are broken, in addition to the rate. */
  readonly brokenTitles: readonly number[];
  /** Titles that are refused, in addition to the rate. */
  readonly refusedTitles: readonly number[];
  readonly refusedStatus: RefusedStatus;
}

export const NO_FAULTS: FaultPlan = {
  rates: Object.fromEntries(FAULT_KINDS.map((kind) => [kind, 0])) as FaultRates,
  brokenTitles: [],
  refusedTitles: [],
  refusedStatus: 401,
  outage: null,
  maintenance: null,
};

/** A fault specification is invalid. */
export class FaultSpecError extends Error {
  override readonly name = 'FaultSpecError';
  /** The invalid part of the specification. */
  readonly part: string;

  constructor(part: string, reason: string) {
    super(
      `fault "${part}": ${reason}; write for example 429:0.2,reset:0.05 with ${FAULT_KINDS.join(', ')}, ` +
        'or broken:ID+ID, refused:ID+ID:STATUS, ' +
        TIMED_FAULTS.map((name) => `${name}:START+SECONDS`).join(', '),
    );
    this.part = part;
  }
}

/**
 * Parses a list of faults, for example `429:0.2,500:0.1,broken:9000106+9000107,outage:2+20`. `broken` takes title IDs or
 * a rate: 0, 1, or a number with a decimal point. So does `refused`, optionally with a status: `refused:0.1:403`.
 *
 * @throws FaultSpecError if a kind is unknown or repeated, a rate is not from 0 to 1, or the sum of the rates exceeds 1.
 */
export function parseFaults(spec: string): FaultPlan {
  const rates = new Map<FaultKind, number>();
  const seen = new Set<string>();
  let plan = NO_FAULTS;
  for (const part of spec.split(',').map((text) => text.trim())) {
    const [name = '', value = ''] = part.split(/:(.*)/s);
    if (seen.has(name)) throw new FaultSpecError(part, 'this kind occurs twice');
    seen.add(name);
    const kind = FAULT_KINDS.find((known) => known === name);
    const timed = TIMED_FAULTS.find((known) => known === name);
    const [text = '', status] = kind === 'refused' ? value.split(/:(.*)/s) : [value];
    if (status !== undefined) plan = { ...plan, refusedStatus: statusIn(part, status) };
    if (timed !== undefined) plan = { ...plan, [timed]: outageIn(part, text) };
    else if (kind === 'broken' && TITLE_IDS.test(text)) plan = { ...plan, brokenTitles: idsIn(text) };
    else if (kind === 'refused' && TITLE_IDS.test(text)) plan = { ...plan, refusedTitles: idsIn(text) };
    else if (kind !== undefined) rates.set(kind, rateIn(part, text));
    else throw new FaultSpecError(part, 'there is no such kind of fault');
  }
  const sum = [...rates.values()].reduce((total, rate) => total + rate, 0);
  // Sums of decimal fractions are inexact, and ten times 0.1 must be valid.
  if (sum > 1 + 1e-9)
    throw new FaultSpecError(spec, `the rates add up to ${Number(sum.toFixed(6))}, more than 1`);
  return { ...plan, rates: { ...NO_FAULTS.rates, ...Object.fromEntries(rates) } };
}

/** Formats a plan for {@link parseFaults}; empty without faults. */
export function formatFaults(plan: FaultPlan): string {
  const { rates, brokenTitles, refusedTitles } = plan;
  const status = plan.refusedStatus === NO_FAULTS.refusedStatus ? '' : `:${plan.refusedStatus}`;
  const statusOf = (kind: FaultKind) => (kind === 'refused' ? status : '');
  return [
    ...FAULT_KINDS.filter((kind) => rates[kind] > 0).map((kind) => `${kind}:${rates[kind]}${statusOf(kind)}`),
    ...(brokenTitles.length === 0 ? [] : [`broken:${brokenTitles.join('+')}`]),
    ...(refusedTitles.length === 0 ? [] : [`refused:${refusedTitles.join('+')}${status}`]),
    ...TIMED_FAULTS.flatMap((name) => {
      const outage = plan[name];
      return outage === null ? [] : `${name}:${outage.startSeconds}+${outage.lastsSeconds}`;
    }),
  ].join(',');
}

/** One or more IDs. 0 and 1 are rates, because no title has such a low ID. */
const TITLE_IDS = /^(?![01]$)\d{1,10}(\+\d{1,10})*$/;

const idsIn = (text: string): number[] => text.split('+').map(Number);

function statusIn(part: string, text: string): RefusedStatus {
  const status = REFUSED_STATUSES.find((known) => String(known) === text);
  if (status !== undefined) return status;
  throw new FaultSpecError(part, `its status must be one of ${REFUSED_STATUSES.join(', ')}`);
}

function rateIn(part: string, text: string): number {
  const rate = Number(text);
  if (/^\d*\.?\d+$/.test(text) && rate <= 1) return rate;
  throw new FaultSpecError(part, 'its rate must be a number from 0 to 1');
}

function outageIn(part: string, text: string): Outage {
  const [, start, lasts] = /^(\d{1,7}(?:\.\d{1,3})?)\+(\d{1,7}(?:\.\d{1,3})?)$/.exec(text) ?? [];
  if (start === undefined || Number(lasts) === 0) {
    throw new FaultSpecError(part, 'it must have its start and its duration in seconds');
  }
  return { startSeconds: Number(start), lastsSeconds: Number(lasts) };
}
