import { parseEndpointAddress } from '../../lib/endpoint-address.ts';
import { formatCidr, formatIp, hasHostBits, networkOf, parseCidr } from '../../lib/ip.ts';
import { tokenOf } from './tokens.ts';
import type { AddressFix } from './types.ts';

function withoutPadding(text: string): string {
  return text.replace(/(?<![\d:a-f])0+(?=\d)/gi, '');
}

/**
 * Sensible repairs of a text that is no endpoint address. Only what the text itself says: a number that is too large has
 * none, for nobody knows which one was meant.
 */
export function addressFixes(text: string): readonly AddressFix[] {
  const cidr = parseCidr(text);
  if (cidr !== null && hasHostBits(cidr))
    return [
      { kind: 'network', address: formatCidr(networkOf(cidr)) },
      { kind: 'host', address: formatIp(cidr.ip) },
    ];
  const tries = [
    tokenOf(text).address,
    text.replace(/\s+/g, ''),
    text.replace(/[/?#].*$/s, '').trimEnd(),
    text.replace(/,/g, '.'),
    withoutPadding(text),
    // Letters that are taken for digits, where everything else is a number.
    /^[\dOolI./]+$/.test(text) ? text.replace(/[Oo]/g, '0').replace(/[lI]/g, '1') : text,
    text.replace(/\.{2,}/g, '.').replace(/^\.|\.$/g, ''),
    text.replace(/_/g, '-'),
  ];
  const good = [...new Set(tries)].filter((one) => one !== text && parseEndpointAddress(one).ok);
  return good.slice(0, 2).map((address) => ({ kind: 'use', address }));
}
