import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');

/** What set-up fetches and remembers; ignored by git, safe to delete. */
export const cache = path.join(root, '.cache');

/** Compiler output; ignored by git, safe to delete. */
export const dist = path.join(root, 'dist');

/** Results of the last test run; ignored by git. */
export const testResults = path.join(root, 'test-results');

/**
 * @param {...string} parts path below the checkout
 * @returns {string}
 */
export const inRoot = (...parts) => path.join(root, ...parts);
