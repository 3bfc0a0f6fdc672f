import { parseArgs } from 'node:util';
import cdkJson from '../../cdk.json' with { type: 'json' };
import { SETTINGS } from '../config.ts';
import { namesOf } from '../names.ts';
import { explain } from './errors.ts';
import { purge, type PurgeClients } from './purge.ts';
import { putKey, type PutKeyClients } from './put-key.ts';
import { whoami, type WhoamiClients } from './whoami.ts';

export { askForKey } from './ask-for-key.ts';

/** Where the clients find credentials and Region. */
export interface ClientOptions {
  readonly profile?: string;
  readonly region?: string;
}

/** What the program uses of its surroundings. */
export interface OperatorPorts {
  readonly createClients: (options: ClientOptions) => WhoamiClients & PutKeyClients & PurgeClients;
  /** All of standard input; of a terminal, one line that is not shown. */
  readonly readStandardInput: () => Promise<string>;
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
}

const USAGE = `Usage: npm run aws:COMMAND -- [options]

  aws:whoami    who is signed in, whether the account is bootstrapped, what is deployed
  aws:secret    put the Watchmode API key, from standard input, into the secret
  aws:purge     delete the stream and the watermark, which outlive the stacks

  --profile NAME    a profile of the AWS configuration
  --region NAME     another Region than the profile's
  --stage NAME      another stage than ${cdkJson.context.stage}
  --confirm NAME    with aws:purge: the name of the stream
`;

/** Runs one command of the operator. Exit code 0: done; 1: it failed; 2: it was called wrongly. */
export async function operate(args: readonly string[], ports: OperatorPorts): Promise<0 | 1 | 2> {
  const parsed = parse(args);
  if ('problem' in parsed) {
    ports.stderr(`${parsed.problem}\n\n${USAGE}`);
    return 2;
  }
  const { command, profile, region, stage, confirm } = parsed;
  const names = namesOf(stage);
  const clients = ports.createClients({
    ...(profile === undefined ? {} : { profile }),
    ...(region === undefined ? {} : { region }),
  });
  const commands: Readonly<Record<Command, () => Promise<string>>> = {
    whoami: () => whoami(clients, names),
    secret: async () => putKey(clients, names, await ports.readStandardInput()),
    purge: () => purge(clients, names, confirm),
  };
  try {
    ports.stdout(await commands[command]());
    return 0;
  } catch (error) {
    ports.stderr(`${explain(error, profile)}\n`);
    return 1;
  }
}

const COMMANDS = ['whoami', 'secret', 'purge'] as const;
type Command = (typeof COMMANDS)[number];

interface Parsed {
  readonly command: Command;
  readonly profile: string | undefined;
  readonly region: string | undefined;
  readonly stage: string;
  readonly confirm: string | undefined;
}

function parse(args: readonly string[]): Parsed | { readonly problem: string } {
  const option = { type: 'string' } as const;
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { profile: option, region: option, stage: option, confirm: option },
    });
    const command = COMMANDS.find((name) => name === positionals[0]);
    if (command === undefined) return { problem: `No such command: ${positionals[0] ?? '(none)'}` };
    // A key among the arguments would be in the shell's history already: do not repeat it.
    if (positionals.length > 1) return { problem: `aws:${command} takes no arguments, only options` };
    const stage = SETTINGS.stage.parse(values.stage ?? cdkJson.context.stage);
    if (stage === undefined) return { problem: `--stage: allowed: ${SETTINGS.stage.allowed}` };
    const { profile, region, confirm } = values;
    return { command, profile, region, stage, confirm };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}
