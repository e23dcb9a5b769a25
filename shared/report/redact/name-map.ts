/** Parts of names that tell nothing of whose network it is; `_ldap` and its like are handled apart. */
const generic = new Set(
  'arpa client com corp example files firewall gateway host http https in-addr info invalid ip6 laptop ldap lan license local localhost net nfs node ntp org proxy server smb storage support syslog test time vendor www'.split(
    ' ',
  ),
);

const isGeneric = (label: string): boolean => generic.has(label) || label.startsWith('_') || label === '*';

/** Replaces names label by label, so that a name stays under its domain, and one label is one everywhere. */
export class NameMap {
  readonly #labels = new Map<string, string>();
  readonly #phrases = new Map<string, string>();
  readonly #counts = new Map<string, number>();

  /** A host or domain name, or a pattern `*.NAME`. Its last label becomes `example` (RFC 2606). */
  name(text: string): string {
    const labels = text.toLowerCase().replace(/\.$/, '').split('.');
    const made = labels.map((label, index) =>
      index === labels.length - 1 && labels.length > 1 ? 'example' : this.label(label),
    );
    const replaced = made.join('.');
    return text === text.toUpperCase() && text !== text.toLowerCase() ? replaced.toUpperCase() : replaced;
  }

  label(label: string): string {
    if (isGeneric(label)) return label;
    const known = this.#labels.get(label);
    if (known !== undefined) return known;
    const made = `name-${this.#labels.size + 1}`;
    this.#labels.set(label, made);
    return made;
  }

  /** A text that names something of the customer's, e.g. `certificate`: numbered by kind, one text one number. */
  phrase(kind: string, text: string): string {
    const key = `${kind} ${text}`;
    const known = this.#phrases.get(key);
    if (known !== undefined) return known;
    const count = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, count);
    const made = `${kind}-${count}`;
    this.#phrases.set(key, made);
    return made;
  }

  /** Labels that were replaced: what must not stand in the copy any more. */
  labels(): ReadonlyMap<string, string> {
    return this.#labels;
  }
}
