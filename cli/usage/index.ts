import type { Command } from 'commander';
import type { ExitCode } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { declaring } from './declare.ts';
import { declareDoctor } from './doctor.ts';
import { declareGraph, declareTail, declareTestState } from './inspect.ts';
import { declareHistory, declareList, declareShow, declareWatch } from './look.ts';
import { addServiceOptions } from './options.ts';
import { declareBackfill, declareRedrive, declareWhy } from './repair.ts';
import { declareRun } from './run.ts';
import { declareStart } from './start.ts';
import { declareUp } from './up.ts';

/**
 * Declares every command and the options that may stand before a command's name. What a command needs is loaded
 * when it runs, so that `--help` stays fast.
 */
export function addCommands(program: Command, io: Io, setExitCode: (code: ExitCode) => void): void {
  program.enablePositionalOptions();
  addServiceOptions(program);
  const on = declaring(program, io, setExitCode);
  program.commandsGroup('On this machine:');
  declareRun(on);
  declareUp(on);
  program.commandsGroup('Executions:');
  declareStart(on);
  declareWatch(on);
  declareList(on);
  declareShow(on);
  declareHistory(on);
  declareWhy(on);
  declareRedrive(on);
  declareBackfill(on);
  program.commandsGroup('Stream and state machine:');
  declareTail(on);
  declareTestState(on);
  declareGraph(on);
  declareDoctor(on);
}
