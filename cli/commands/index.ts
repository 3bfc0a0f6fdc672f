import type { Command } from 'commander';
import type { ExitCode } from '../exit-codes.ts';
import type { Io } from '../../operate/io.ts';
import { declaring } from '../usage/declare.ts';
import { addServiceOptions } from '../usage/options.ts';
import { declareBackfill } from './backfill/declaration.ts';
import { declareConsole } from './console/declaration.ts';
import { declareCompletion } from './completion/declaration.ts';
import { declareDeferred } from './deferred/declaration.ts';
import { declareDoctor } from './doctor/declaration.ts';
import { declareGraph } from './graph/declaration.ts';
import { declareHistory } from './history/declaration.ts';
import { declareList } from './list/declaration.ts';
import { declareLogs } from './logs/declaration.ts';
import { declarePrune } from './prune/declaration.ts';
import { declarePurge } from './purge/declaration.ts';
import { declareRedrive } from './redrive/declaration.ts';
import { declareReplay } from './replay/declaration.ts';
import { declareRun } from './run/declaration.ts';
import { declareSecret } from './secret/declaration.ts';
import { declareShow } from './show/declaration.ts';
import { declareStart } from './start/declaration.ts';
import { declareStop } from './stop/declaration.ts';
import { declareTail } from './tail/declaration.ts';
import { declareTestState } from './test-state/declaration.ts';
import { declareUp } from './up/declaration.ts';
import { declareVerify } from './verify/declaration.ts';
import { declareWatch } from './watch/declaration.ts';
import { declareWhatsNew } from './whats-new/declaration.ts';
import { declareWhy } from './why/declaration.ts';

/**
 * Declares every command, and the options that may precede a command's name. Actions are loaded when they run, to keep
 * `--help` fast.
 */
export function addCommands(program: Command, io: Io, setExitCode: (code: ExitCode) => void): void {
  program.enablePositionalOptions();
  addServiceOptions(program);
  const on = declaring(program, io, setExitCode);
  program.commandsGroup('On this machine:');
  declareRun(on);
  declareUp(on);
  declarePrune(on);
  program.commandsGroup('Executions:');
  declareStart(on);
  declareWatch(on);
  declareList(on);
  declareShow(on);
  declareHistory(on);
  declareWhy(on);
  declareLogs(on);
  declareStop(on);
  declareRedrive(on);
  declareBackfill(on);
  declareDeferred(on);
  declareConsole(on);
  program.commandsGroup('Stream, catalogue and state machine:');
  declareTail(on);
  declareWhatsNew(on);
  declareReplay(on);
  declareTestState(on);
  declareGraph(on);
  program.commandsGroup('Deployment:');
  declareDoctor(on);
  declareVerify(on);
  declareSecret(on);
  declarePurge(on);
  declareCompletion(on);
}
