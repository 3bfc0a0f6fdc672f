import type { Command, Option } from 'commander';
import type { Io } from '../operate/io.ts';
import { commandLine, NPM, shellWord } from './called-as.ts';

/** The commands that start an execution without a question. */
const STARTING = ['start', 'verify'];

/** Options whose meaning for npm is harmless here: npm has the same ones. */
const SHARED = ['--color', '--no-color', '--quiet'];

/** A call of this program by npm. */
interface NpmCall {
  /** The beginning of the same call: `npm start --`. */
  readonly prefix: string;
  /** The number of arguments from the script in package.json. The others are the user's. */
  readonly own: number;
  readonly isNpx: boolean;
}

/**
 * Returns why a call by npm is refused, undefined if it is not. If `--` is missing, npm takes the options for itself and
 * passes on the rest: `npm start --dry-run` would publish. npm exports the options that it took as `npm_config_*`.
 *
 * @param program the declared commands
 */
export function refusalUnderNpm(
  program: Command,
  args: readonly string[],
  env: Io['env'],
): string | undefined {
  const call = npmCallOf(args, env);
  const [name] = args;
  const command = program.commands.find((known) => known.name() === name);
  if (call === undefined || name === 'help') return undefined;
  const options = [...(command?.options ?? []), ...program.options];
  const kept = options.flatMap((option) => {
    const value = keptValue(option, args, env, call);
    return value === undefined ? [] : [{ option, value }];
  });
  // Options that the program and the command have are the same.
  const distinct = kept.filter(
    ({ option }, index) => kept.findIndex((other) => other.option.long === option.long) === index,
  );
  if (distinct.length > 0) return tell(distinct, args, call, command);
  if (call.own === 0 && command !== undefined) return doubtOf(command, args, env, call);
  return undefined;
}

function npmCallOf([name]: readonly string[], env: Io['env']): NpmCall | undefined {
  const event = env['npm_lifecycle_event'];
  // Other package managers pass options on.
  const isNpm = env['npm_config_user_agent']?.startsWith('npm/') ?? true;
  const script = env['npm_lifecycle_script'];
  if (event === undefined || !isNpm) return undefined;
  if (event === 'npx') return { prefix: 'npx tvguide', own: 0, isNpx: true };
  const words = script === undefined ? undefined : /\btvguide(?:\.mjs)?'?\b(.*)$/s.exec(script)?.[1];
  // The script runs another program, which calls this one.
  if (script !== undefined && words === undefined) return undefined;
  const defaultWords = event === 'tvguide' ? '' : (name ?? '');
  const own = (words ?? defaultWords).split(/\s+/).filter((word) => word !== '').length;
  if (event === 'tvguide') return { prefix: NPM, own, isNpx: false };
  return { prefix: `npm ${event === 'start' ? event : `run ${event}`} --`, own, isNpx: false };
}

/** Returns the value that npm exported for an option, undefined if it took none. */
function keptValue(
  { long, short, negate }: Option,
  args: readonly string[],
  env: Io['env'],
  { isNpx }: NpmCall,
): string | undefined {
  if (long === undefined || SHARED.includes(long)) return undefined;
  // `npx --yes tvguide` is a common call, which npm exports as well.
  if (isNpx && long === '--yes') return undefined;
  if (args.some((arg) => arg === long || arg === short || arg.startsWith(`${long}=`))) return undefined;
  const name = long.replace(/^--(no-)?/, '').replaceAll('-', '_');
  const value = env[`npm_config_${name}`] ?? (short === '-f' ? env['npm_config_force'] : undefined);
  const isOff = value === '' || value === 'false';
  return negate === isOff ? value : undefined;
}

/** Says which options npm took, with the same call as it is passed on. */
function tell(
  kept: readonly { readonly option: Option; readonly value: string }[],
  args: readonly string[],
  { prefix, own }: NpmCall,
  command: Command | undefined,
): string {
  const words = args.slice(own).map(shellWord);
  // npm passes on the value of an option that it does not know. With several, their order is lost.
  const valued = kept.filter(({ option, value }) => takesValue(option) && value === 'true');
  // Options may precede the name of the command.
  const takesFirst = command === undefined && valued.length === 1;
  const first = takesFirst ? words.shift() : undefined;
  const name = own === 0 ? words.splice(0, 1) : [];
  const stray = valued.length === 1 ? (first ?? words.pop()) : undefined;
  const options = kept.map(({ option, value }) => {
    if (!takesValue(option)) return option.long;
    return `${option.long} ${value === 'true' ? (stray ?? '...') : shellWord(value)}`;
  });
  const line = [prefix, ...name, ...(valued.length > 1 ? [] : words), ...options].join(' ');
  const names = kept.map(({ option }) => option.long).join(' and ');
  const mayBeLocal = own === 0 && takesLocal(command) && !args.includes('--local');
  const again = mayBeLocal ? ', and --local again, if it was there: npm drops it without a trace' : '';
  return `npm kept ${names} for itself: write \`${line}\`${again}`;
}

const takesValue = ({ required, optional }: Option) => required || optional;

const takesLocal = (command: Command | undefined) =>
  command?.options.some(({ long }) => long === '--local') === true;

/**
 * Refuses to start an execution on AWS for a call without options: npm drops `--local` without a trace. npx does not, but
 * `npm exec` does, and both export the same.
 */
function doubtOf(
  command: Command,
  args: readonly string[],
  env: Io['env'],
  { prefix, isNpx }: NpmCall,
): string | undefined {
  if (!STARTING.includes(command.name()) || args.some((arg) => arg.startsWith('-'))) return undefined;
  const line = (option: string) => `\`${commandLine(`${args.join(' ')} ${option}`, prefix)}\``;
  const { AWS_PROFILE: profile = '', AWS_REGION: region = '' } = env;
  const onAws =
    profile === '' && region !== ''
      ? `--region ${shellWord(region)}`
      : `--profile ${profile === '' ? 'NAME' : shellWord(profile)}`;
  return `${isNpx ? 'npm exec' : 'npm'} drops --local without a trace if -- is missing: write ${line('--local')} for this machine, ${line(onAws)} for AWS`;
}
