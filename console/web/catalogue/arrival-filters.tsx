import type { ArrivalDefaults } from '../../api/index.ts';
import { go, param, withParams } from '../address.ts';
import { DraftInput } from '../parts/draft-input.tsx';

const TIMES = [
  ['1d', '24 hours'],
  ['7d', '7 days'],
  ['14d', '14 days'],
  ['30d', '30 days'],
] as const;
const RATINGS = [
  ['', 'any'],
  ...[5, 6, 7, 8, 9].map((rating) => [String(rating), `${rating} or better`]),
] as [string, string][];

/** Returns the filters in the address, for the server. */
export function filtersInAddress(defaults: ArrivalDefaults) {
  return {
    ...{ services: param('services') ?? '', genres: param('genres') ?? '' },
    since: param('since') ?? defaults.since,
    'min-rating': param('min-rating') ?? '',
    country: param('country') ?? defaults.country,
  };
}

/** Time, rating and country. They are in the address, so that a link keeps them. */
export function ArrivalFilters({ defaults }: { readonly defaults: ArrivalDefaults }) {
  const filters = filtersInAddress(defaults);
  const choose = (name: string, value: string) => go(withParams({ [name]: value }), { replace: true });
  return (
    <div class="filters">
      <Select
        label="First seen in the last"
        options={TIMES}
        value={filters.since}
        onChoose={(value) => choose('since', value)}
      />
      <Select
        label="Rating"
        options={RATINGS}
        value={filters['min-rating']}
        onChoose={(value) => choose('min-rating', value)}
      />
      <label>
        Country{' '}
        <DraftInput
          name="country"
          class="country"
          maxLength={2}
          value={filters.country}
          onFinish={(text) => choose('country', text.trim().toUpperCase())}
        />
      </label>
    </div>
  );
}

interface SelectProps {
  readonly label: string;
  readonly options: readonly (readonly [value: string, text: string])[];
  readonly value: string;
  readonly onChoose: (value: string) => void;
}

/** A select with the value of the address, which someone may have written. */
function Select({ label, options, value, onChoose }: SelectProps) {
  const isListed = options.some(([each]) => each === value);
  return (
    <label>
      {label}{' '}
      <select value={value} onChange={(event) => onChoose(event.currentTarget.value)}>
        {!isListed && <option value={value}>{value}</option>}
        {options.map(([each, text]) => (
          <option key={each} value={each}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}
