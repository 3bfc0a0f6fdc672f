/** What can be made to go wrong. */
export const FAULT_KINDS = ['429', '500', 'reset', 'slow', 'malformed', 'missing'] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/** How often each kind of fault strikes, from 0 to 1. */
export type FaultRates = Readonly<Record<FaultKind, number>>;

export const NO_FAULTS: FaultRates = { '429': 0, '500': 0, reset: 0, slow: 0, malformed: 0, missing: 0 };

/** A fault specification that means nothing. */
export class FaultSpecError extends Error {
  override readonly name = 'FaultSpecError';
  /** The part of the specification that is wrong. */
  readonly part: string;

  constructor(part: string, reason: string) {
    super(`fault "${part}": ${reason}; write for example 429:0.2,reset:0.05 with ${FAULT_KINDS.join(', ')}`);
    this.part = part;
  }
}

/**
 * Reads a list of faults and rates, for example `429:0.2,500:0.1,reset:0.05`.
 *
 * @throws FaultSpecError when a part has no known kind, names one twice, or has no rate from 0 to 1, or when the
 *   rates add up to more than 1.
 */
export function parseFaults(spec: string): FaultRates {
  const rates = new Map<FaultKind, number>();
  for (const part of spec.split(',').map((text) => text.trim())) {
    const [name = '', rateText = ''] = part.split(/:(.*)/s);
    const kind = FAULT_KINDS.find((known) => known === name);
    if (kind === undefined) throw new FaultSpecError(part, 'there is no such kind of fault');
    if (rates.has(kind)) throw new FaultSpecError(part, 'this kind stands there twice');
    const rate = Number(rateText);
    if (!/^\d*\.?\d+$/.test(rateText) || rate > 1) {
      throw new FaultSpecError(part, 'its rate must be a number from 0 to 1');
    }
    rates.set(kind, rate);
  }
  const sum = [...rates.values()].reduce((total, rate) => total + rate, 0);
  // Sums of decimal fractions are not exact: ten times 0.1 must pass.
  if (sum > 1 + 1e-9)
    throw new FaultSpecError(spec, `the rates add up to ${Number(sum.toFixed(6))}, more than 1`);
  return { ...NO_FAULTS, ...Object.fromEntries(rates) };
}
