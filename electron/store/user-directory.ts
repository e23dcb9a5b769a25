import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly home: string;
}

function absolute(path: string | undefined): string | null {
  return path !== undefined && isAbsolute(path) ? path : null;
}

/**
 * The folder for what belongs to this user: accepted host keys, recent sites, drafts, the signing identity.
 * `GATECHECK_HOME` names another one. Else as each system has it: XDG Base Directory (Linux), Application Support
 * (macOS), roaming AppData (Windows). Relative XDG paths are ignored, as the XDG specification says.
 */
export function userDirectory(
  surroundings: Surroundings = { env: process.env, platform: process.platform, home: homedir() },
): string {
  const { env, platform, home } = surroundings;
  const own = env['GATECHECK_HOME'];
  if (own !== undefined && own !== '') return isAbsolute(own) ? own : join(process.cwd(), own);
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Gatecheck');
  if (platform === 'win32') return join(env['APPDATA'] ?? join(home, 'AppData', 'Roaming'), 'Gatecheck');
  return join(absolute(env['XDG_CONFIG_HOME']) ?? join(home, '.config'), 'gatecheck');
}

/** The technician's signing identity. */
export function identityPath(userFolder: string): string {
  return join(userFolder, 'identity.json');
}

/** Keys of colleagues that this user imported, as an `allowed_signers` file. */
export function knownSignersPath(userFolder: string): string {
  return join(userFolder, 'known_signers');
}
