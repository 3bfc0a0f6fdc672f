import { withoutPassword } from '../operate/aws/address.ts';
import { shellWord } from './called-as.ts';
import type { ServiceOptions } from './usage/options.ts';

/** Returns the options to repeat in a suggested command line: ` --local`, ` --profile streaming`. */
export function sameTarget({
  local,
  endpointUrl,
  profile,
  region,
  stateMachine,
}: Omit<ServiceOptions, 'json' | 'quiet' | 'color'>): string {
  const parts = [
    local === true ? '--local' : '',
    endpointUrl === undefined ? '' : `--endpoint-url ${shellWord(withoutPassword(endpointUrl))}`,
    profile === undefined ? '' : `--profile ${shellWord(profile)}`,
    region === undefined ? '' : `--region ${region}`,
    stateMachine === undefined ? '' : `--state-machine ${shellWord(stateMachine)}`,
  ];
  return parts
    .filter((part) => part !== '')
    .map((part) => ` ${part}`)
    .join('');
}

/** The commands that work on this machine only. */
const HERE = 'up|run|prune|completion';
const COMMAND = new RegExp(`\`(tvguide (?!(?:${HERE})\\b)[^\`]+)\``, 'g');

/**
 * Adds the options of {@link sameTarget} to the commands of a text, each written as `` `tvguide ...` ``, except to those
 * that have a target.
 */
export function repeatTarget(text: string, target: string): string {
  return text.replaceAll(COMMAND, (_whole, command: string) =>
    /--(local|profile)\b/.test(command) ? `\`${command}\`` : `\`${command}${target}\``,
  );
}
