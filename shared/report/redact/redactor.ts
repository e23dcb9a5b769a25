import { sha256Hex, utf8 } from '../../lib/digest.ts';
import { parseCidr, parseIp } from '../../lib/ip.ts';
import { normalFingerprint } from '../../probes/fingerprint.ts';
import type { AddressScene } from './address-map.ts';
import { AddressMap } from './address-map.ts';
import { NameMap } from './name-map.ts';

/** Stands where a text was that nobody can tell the harmless parts of. */
export const removed = '[redacted]';

const ipv4 = /(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?:\/\d{1,2})?(?![\w]|\.\d)/g;
const ipv6 = /(?<![\w:.])(?=[0-9A-Fa-f]{0,39}:[0-9A-Fa-f]{0,39}:)[0-9A-Fa-f:]{2,39}(?:\/\d{1,3})?(?![\w:])/g;
const mac = /\b[0-9A-Fa-f]{2}(?:[:-][0-9A-Fa-f]{2}){5}\b/g;
const fingerprintText = /SHA256:[A-Za-z0-9+/]{43}/g;
const email = /(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+/g;
const domainName = /(?<![\w@/.-])(?:[A-Za-z0-9_](?:[\w-]*\w)?\.)+[A-Za-z][A-Za-z-]*[A-Za-z](?![\w-])/g;

/** A site may be called as what it is. */
const saidByAll = new Set(['PRACTICE', 'one-arm', 'inline']);

/** A text as a pattern that finds just that. */
export function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** Replaces addresses and names, the same everywhere in one report. */
export class Redactor {
  readonly #addresses: AddressMap;
  readonly #names = new NameMap();
  readonly #secret: string;
  /** Texts of the customer's own that may stand inside sentences, and what takes their place. */
  readonly #phrases = new Map<string, string>();

  constructor(scene: AddressScene) {
    this.#addresses = new AddressMap(scene);
    this.#secret = scene.secret;
  }

  /** An address, a network, or a name. Other texts are a name of one label. */
  value(text: string): string {
    const whole = parseCidr(text);
    if (whole !== null) return this.#addresses.cidr(whole);
    const ip = parseIp(text);
    return ip === null ? this.#names.name(text) : this.#addresses.address(ip);
  }

  /** `SHA256:` and 43 characters. Whoever knows the key or the certificate would know the site by it. */
  fingerprint(text: string): string {
    return normalFingerprint(`SHA256:${sha256Hex(utf8(`${this.#secret} ${text}`))}`);
  }

  /** Numbered by kind, `node-1`; the text is replaced inside of sentences, too. */
  phrase(kind: string, text: string): string {
    const made = this.#names.phrase(kind, text);
    this.remember(text, made);
    return made;
  }

  /**
   * From now on the text is replaced inside of sentences. Short ones are everywhere, so they are left alone; so are those that
   * every report says.
   */
  remember(text: string, made: string): void {
    if (text.length > 2 && text !== made && !saidByAll.has(text)) this.#phrases.set(text, made);
  }

  /** A sentence or a tool's output: everything in it that is an address, a name, or was remembered. */
  sentence(text: string): string {
    let said = text;
    // Each replacement is put aside, so that no later step takes it for something of the customer's.
    const aside: string[] = [];
    const put = (made: string): string => `\uE000${aside.push(made) - 1}\uE001`;
    const phrases = [...this.#phrases].sort(([a], [b]) => b.length - a.length);
    for (const [phrase, made] of phrases)
      if (said.includes(phrase))
        said = said.replace(new RegExp(`(?<![\\p{L}\\p{N}])${literal(phrase)}(?![\\p{L}\\p{N}])`, 'gu'), () =>
          put(made),
        );
    said = said
      .replace(fingerprintText, (found) => put(this.fingerprint(found)))
      .replace(email, () => put(removed))
      .replace(mac, () => put(removed))
      .replace(ipv4, (found) => (isAddress(found) ? put(this.value(found)) : found))
      .replace(ipv6, (found) => (isAddress(found) ? put(this.value(found)) : found))
      .replace(domainName, (found) => put(this.#names.name(found)));
    for (const [label, made] of this.#names.labels())
      if (label.length > 3 && said.toLowerCase().includes(label))
        said = said.replace(new RegExp(`(?<![\\p{L}\\p{N}])${literal(label)}(?![\\p{L}\\p{N}])`, 'giu'), () =>
          put(made),
        );
    // A text that was put aside may stand inside another that was.
    for (let round = 0; round < 4 && said.includes('\uE000'); round++)
      said = said.replace(/\uE000(\d+)\uE001/g, (_, index: string) => aside[Number(index)] ?? '');
    return said;
  }

  /** Texts that must not stand in the copy: addresses, parts of names, and what was remembered. */
  secrets(): string[] {
    return [
      ...this.#addresses.replaced.keys(),
      ...this.#names.labels().keys(),
      ...this.#phrases.keys(),
    ].filter((text) => text.length > 3);
  }
}

function isAddress(text: string): boolean {
  return parseCidr(text) !== null || parseIp(text) !== null;
}
