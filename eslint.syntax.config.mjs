// The rules of eslint.config.mjs that need no types: `npm run lint`. Those that need them are checked together with the
// types, by `npm run typecheck`, from .oxlintrc.json: the same rules on a compiler that is native code, in a
// fifth of the time. CI runs all of eslint.config.mjs besides (`npm run lint:all`), since one rule is in it alone:
// no-unsafe-class-instance-assignment.
import tseslint from 'typescript-eslint';
import rules from './eslint.config.mjs';

export default [
  ...rules,
  { files: ['**/*.ts', '**/*.tsx'], ...tseslint.configs.disableTypeChecked },
  // A line that allows something to a rule that needs types is of no use here; `npm run lint:all` names what is of none.
  { linterOptions: { reportUnusedDisableDirectives: 'off' } },
];
