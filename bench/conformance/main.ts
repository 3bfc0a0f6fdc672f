import { RealClock } from '../../local/stepfunctions/adapters/real-clock.ts';
import { messageOf } from '../../local/stepfunctions/adapters/error-facts.ts';
import { runConformance } from './conformance.ts';
import { allPass, renderReport } from './report.ts';

/** What the program prints, and how it ends: 0 when nothing differs, 1 when something does, 2 when it cannot run. */
export interface ProgramResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: 0 | 1 | 2;
}

/** `npm run conformance -- DIR` with what follows the dashes. */
export async function conformance(parameters: readonly string[]): Promise<ProgramResult> {
  const [folder, ...rest] = parameters;
  if (folder === undefined || rest.length > 0) {
    return unable('Name the folder with the recordings, and nothing else: npm run conformance -- DIR');
  }
  try {
    const verdicts = await runConformance(folder, new RealClock());
    return { stdout: renderReport(verdicts), stderr: '', exitCode: allPass(verdicts) ? 0 : 1 };
  } catch (error) {
    return unable(explain(error));
  }
}

function unable(message: string): ProgramResult {
  return { stdout: '', stderr: `${message}\n`, exitCode: 2 };
}

/** An error's message and those of its causes. */
function explain(error: unknown): string {
  const message = messageOf(error);
  return error instanceof Error && error.cause !== undefined
    ? `${message}: ${explain(error.cause)}`
    : message;
}
