import { chownSync, copyFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { root } from './paths.mjs';
import { succeeds } from './run.mjs';

/** Debian's user without rights. It always exists, so nothing is left on the machine. */
const nobody = 65_534;

const asNobody = ['setpriv', `--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups', '--inh-caps=-all'];

/** Makes `$2` show the folder `$1`, for this command and its children only, and goes on there. */
const showElsewhere = 'mount --bind "$1" "$2" && cd "$2" && shift 2 && exec "$@"';

/**
 * @typedef {object} Disguise
 * @property {readonly string[]} prefix goes before the command
 * @property {string} node Node, where that user reaches it
 * @property {string} checkout the checkout, where that user reaches it
 * @property {boolean} sandbox whether Chromium's sandbox can be on: the command runs as an ordinary user
 */

/**
 * How to run a command as an ordinary user: as it is when we are one, as nobody when we are root. A checkout that only
 * root reaches (below /root) is shown to the command elsewhere.
 * @param {string} scratch a folder of the command's own, reachable by all; becomes that user's
 * @returns {Promise<Disguise>}
 */
export const ordinaryUser = async (scratch) => {
  const asWeAre = { prefix: [], node: process.execPath, checkout: root };
  if (process.getuid?.() !== 0) return { ...asWeAre, sandbox: true };
  const [setpriv, ...drop] = asNobody;
  if (setpriv === undefined || !(await succeeds(setpriv, [...drop, 'true'])))
    return { ...asWeAre, sandbox: false };

  chownSync(scratch, nobody, nobody);
  const reaches = (/** @type {string} */ test, /** @type {string} */ file) =>
    succeeds(setpriv, [...drop, 'test', test, file]);
  let node = process.execPath;
  if (!(await reaches('-x', node))) {
    node = path.join(scratch, 'node');
    copyFileSync(process.execPath, node);
  }
  if (await reaches('-r', path.join(root, 'package.json'))) {
    return { prefix: asNobody, node, checkout: root, sandbox: true };
  }
  const checkout = path.join(scratch, 'checkout');
  mkdirSync(checkout);
  const elsewhere = ['unshare', '--mount', 'sh', '-c', showElsewhere, 'sh', root, checkout];
  const [unshare = '', ...rest] = elsewhere;
  return (await succeeds(unshare, [...rest, ...asNobody, 'test', '-r', path.join(checkout, 'package.json')]))
    ? { prefix: [...elsewhere, ...asNobody], node, checkout, sandbox: true }
    : { ...asWeAre, sandbox: false };
};
