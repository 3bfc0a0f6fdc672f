import type { TargetOptions } from '../../../operate/aws/target.ts';
import type { ConfirmOptions } from '../../confirm.ts';
import type { StageOptions } from '../../deployment-names.ts';
import type { OutputOptions } from '../../render/printer.ts';

/** The options of `replay`. */
export interface ReplayOptions extends OutputOptions, TargetOptions, StageOptions, ConfirmOptions {
  /** The oldest record, or a moment (epoch milliseconds). */
  readonly from?: 'start' | number;
  readonly sequence?: string;
  /** Epoch milliseconds, exclusive. */
  readonly to?: number;
  readonly publish?: boolean;
  /** A folder; true for the default one. */
  readonly failed?: string | true;
}
