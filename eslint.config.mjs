import js from '@eslint/js';
import { defineConfig } from 'eslint/config';
import reactHooks from 'eslint-plugin-react-hooks';
import regexp from 'eslint-plugin-regexp';
import tseslint from 'typescript-eslint';

/** What shared/ may not touch, each with what to do instead. */
const impureGlobals = [
  { name: 'Date', message: 'Take the time as an argument (an ISO 8601 string or milliseconds).' },
  { name: 'performance', message: 'Take the time as an argument.' },
  { name: 'process', message: 'Do the I/O in electron/ and pass the value in.' },
  { name: 'Buffer', message: 'Use Uint8Array.' },
  { name: 'crypto', message: 'Take random bytes as an argument.' },
  { name: 'window', message: 'shared/ has no DOM.' },
  { name: 'document', message: 'shared/ has no DOM.' },
  { name: 'fetch', message: 'shared/ does no I/O.' },
  { name: 'setTimeout', message: 'shared/ does not wait.' },
  { name: 'setInterval', message: 'shared/ does not wait.' },
];

export default defineConfig(
  { ignores: ['dist/', '.cache/', 'node_modules/', 'test-results/', '**/*.cjs'] },
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: true },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unnecessary-condition': 'error',
      'no-console': 'error',
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' },
        { selector: 'TSEnumDeclaration', message: 'Use a union of string literals.' },
      ],
    },
  },
  {
    files: ['shared/**/*.ts'],
    rules: {
      'no-restricted-globals': ['error', ...impureGlobals],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Take random bytes as an argument.' },
      ],
    },
  },
  {
    files: ['electron/**/*.ts'],
    ignores: ['electron/app/ipc.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: [
            {
              name: 'electron',
              importNames: ['ipcMain'],
              message:
                'Register handlers through electron/app/ipc.ts: it checks the sender and the arguments.',
            },
          ],
        },
      ],
    },
  },
  {
    // An expression that takes the square of a text's length, or worse, stops the program at a text that somebody made for it.
    files: ['{shared,electron,renderer}/**/*.{ts,tsx}'],
    plugins: { regexp },
    rules: { 'regexp/no-super-linear-backtracking': ['error', { report: 'potential' }] },
  },
  {
    files: ['renderer/**/*.{ts,tsx}'],
    ...reactHooks.configs.flat['recommended-latest'],
  },
  {
    files: ['**/*.config.{ts,mjs}'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    files: ['build/**/*.mjs', 'electron/cli.ts', 'electron/cli/**/*.ts', 'test/bench/**/*.ts'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        Buffer: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
      },
    },
    rules: { 'no-console': 'off' },
  },
  {
    files: ['test/**/*.{ts,tsx}'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      'no-console': 'off',
    },
  },
);
