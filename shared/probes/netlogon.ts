import { readLittleEndian, shownText } from './bytes.ts';
import { utf8 } from '../lib/digest.ts';
import { readWrittenName } from './dns-message.ts';

/** What a domain controller says of itself (MS-ADTS 6.3.1.9, NETLOGON_SAM_LOGON_RESPONSE_EX). */
export interface NetlogonAnswer {
  readonly domain: string;
  readonly host: string;
  readonly netbiosDomain: string;
  /** The site of the domain controller, and the one that it counts the asker to; empty: not known. */
  readonly serverSite: string;
  readonly clientSite: string;
}

/** Its operation codes: an answer, an answer without a user, and a pause of the Netlogon service. */
const answerCodes = [23, 24, 25];
const nameOffset = 24;

/** NtVer of a ping that wants this form of the answer (NETLOGON_NT_VERSION_5 and _5EX), little-endian. */
export const netlogonVersion = Uint8Array.of(6, 0, 0, 0);

/** Reads the Netlogon attribute of a ping's answer; null: another form, or malformed. */
export function readNetlogon(bytes: Uint8Array): NetlogonAnswer | null {
  if (bytes.length < nameOffset || !answerCodes.includes(readLittleEndian(bytes, 0, 2))) return null;
  const names: string[] = [];
  let offset = nameOffset;
  // Forest, domain, host, NetBIOS domain, NetBIOS host, user, site of the server, site of the client.
  for (let count = 0; count < 8; count++) {
    const name = readWrittenName(bytes, offset);
    if (name === null) return null;
    names.push(shownText(utf8(name.name)));
    offset = name.next;
  }
  const [, domain = '', host = '', netbiosDomain = '', , , serverSite = '', clientSite = ''] = names;
  return { domain: domain.toLowerCase(), host: host.toLowerCase(), netbiosDomain, serverSite, clientSite };
}
