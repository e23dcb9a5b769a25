// Writes electron/engines/public-roots.ts from an unpacked Debian package:
//
//   apt-get download ca-certificates && dpkg-deb -R ca-certificates_*.deb roots
//   node build/scripts/write-public-roots.mjs roots
import { X509Certificate } from 'node:crypto';
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';

const folder = process.argv[2];
if (folder === undefined) throw new Error('Give the folder of an unpacked ca-certificates package.');

const control = readFileSync(join(folder, 'DEBIAN/control'), 'utf8');
const version = /^Version: (.+)$/m.exec(control)?.[1] ?? 'unknown';
const certificates = join(folder, 'usr/share/ca-certificates/mozilla');
const date = statSync(join(folder, 'usr/share/doc/ca-certificates/changelog.gz'))
  .mtime.toISOString()
  .slice(0, 10);

const entries = readdirSync(certificates)
  .filter((name) => name.endsWith('.crt'))
  .sort()
  .map((name) => new X509Certificate(readFileSync(join(certificates, name))).raw.toString('base64'));

const text = `/**
 * The public roots that TLS is judged with, made by build/scripts/write-public-roots.mjs from Debian's package
 * ca-certificates (the certificates of Mozilla's root program that it marks as trusted for servers). Not to be edited.
 */
export const publicRoots = {
  name: "Debian's ca-certificates",
  version: ${JSON.stringify(version)},
  date: ${JSON.stringify(date)},
  /** DER in base64. */
  certificates: ${JSON.stringify(entries)},
};
`;
const file = new URL('../../electron/engines/public-roots.ts', import.meta.url).pathname;
const options = await resolveConfig(file);
writeFileSync(file, await format(text, { ...options, parser: 'typescript' }));
