import { useRef } from 'preact/hooks';
import type { NamedChoice } from '../../api/index.ts';
import { go, param, withParams } from '../address.ts';

interface ChoicesProps {
  /** The parameter of the address that has the IDs of the chosen ones. */
  readonly name: 'services' | 'genres';
  readonly label: string;
  readonly choices: readonly NamedChoice[];
  /** The words for a choice of none. */
  readonly whenNone: string;
  /** True if the list is open at first. */
  readonly isOpen: boolean;
}

/** A list of services or genres to choose from. The choice is in the address. */
export function Choices({ name, label, choices, whenNone, isOpen }: ChoicesProps) {
  // The list stays as the reader has left it.
  const { current: openAtFirst } = useRef(isOpen);
  // IDs, and names if someone has written them into the address.
  const chosen = (param(name) ?? '').split(',').filter((word) => word !== '');
  // The server turns names into IDs, or says that it does not know one.
  const nameFor = (word: string) => choices.find(({ id }) => String(id) === word)?.name ?? word;
  const names = chosen.map(nameFor);
  const toggle = (id: string, isChosen: boolean) => {
    const others = chosen.filter((each) => each !== id);
    go(withParams({ [name]: [...others, ...(isChosen ? [id] : [])].join(',') }), { replace: true });
  };
  return (
    <details class="choices" open={openAtFirst}>
      <summary>
        {label}: {names.length === 0 ? whenNone : <bdi>{names.join(', ')}</bdi>}
      </summary>
      <fieldset aria-label={label}>
        {choices.map((choice) => {
          const id = String(choice.id);
          return (
            <label key={id}>
              <input
                type="checkbox"
                name={`${name}-${id}`}
                checked={chosen.includes(id)}
                onChange={(event) => toggle(id, event.currentTarget.checked)}
              />
              <bdi>{choice.name}</bdi>
            </label>
          );
        })}
      </fieldset>
    </details>
  );
}
