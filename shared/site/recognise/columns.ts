import { ownColumnsOf } from './own-columns.ts';
import type { RoleHint } from './role-words.ts';
import { roleOfWords } from './role-words.ts';
import { looksLikeAddress, tokenOf } from './tokens.ts';

/** A role as the catalogue has it. */
export interface KnownRole {
  readonly role: string;
  readonly title: string;
}

/** What the columns of a table hold, by its heading. */
export interface Columns {
  readonly delimiter: string;
  readonly address: number | null;
  readonly label: number | null;
  readonly role: number | null;
  readonly port: number | null;
  /** Columns whose heading names a role: every address in them is one. */
  readonly roles: ReadonlyMap<number, RoleHint>;
  /** Columns of our own CSV. */
  readonly own: ReturnType<typeof ownColumnsOf>;
}

const delimiters = ['\t', ';', ',', '|'] as const;

const heads = {
  address:
    /^(?:ip|ipv[46]|ip[ -]?addr(?:ess|esse)?|addr(?:ess|esse)?|adres(?: ip)?|ip-adresse|アドレス|ipアドレス)$/i,
  label: /^(?:(?:host|server|dns)? ?name|host|hostname|fqdn|label|server|nazwa|ホスト名?|名前)$/i,
  role: /^(?:role|function|purpose|use|rolle|funktion|rola|funkcja|役割)$/i,
  port: /^(?:ports?|service|dienst|port\(s\)|ポート)$/i,
} as const;

/** The cells of a row; a cell in quotes may hold the delimiter, and a doubled quote for one. */
export function cellsOf(row: string, delimiter: string): readonly string[] {
  const cells: string[] = [];
  let cell = '';
  let quoted = false;
  // Not asked of the cell at each quote: that would take the square of its length.
  let blank = true;
  for (let at = 0; at < row.length; at += 1) {
    const character = row.charAt(at);
    if (character === '"' && quoted && row.charAt(at + 1) === '"') {
      cell += '"';
      blank = false;
      at += 1;
    } else if (character === '"' && (quoted || blank)) quoted = !quoted;
    else if (character === delimiter && !quoted) {
      cells.push(cell.trim());
      cell = '';
      blank = true;
    } else {
      cell += character;
      blank &&= character.trim() === '';
    }
  }
  return [...cells, cell.trim()];
}

/** Not only as the whole cell: `DNS: 10.1.1.53` is no heading. */
function holdsAddress(cell: string): boolean {
  return cell
    .split(/\s+/)
    .slice(0, 20)
    .some((word) => looksLikeAddress(tokenOf(word)));
}

/** No table of addresses has more. */
const mostColumns = 200;

/** The columns that a heading names; null: this row is no heading. */
export function columnsOf(row: string): Columns | null {
  for (const delimiter of delimiters) {
    const cells = cellsOf(row, delimiter);
    if (cells.length < 2 || cells.length > mostColumns || cells.some(holdsAddress)) continue;
    const at = (head: RegExp): number | null => {
      const index = cells.findIndex((cell) => head.test(cell));
      return index < 0 ? null : index;
    };
    const [address, label, role, port] = [heads.address, heads.label, heads.role, heads.port].map(at);
    const own = ownColumnsOf(cells);
    const roles = new Map(
      cells.flatMap((cell, index) => {
        const taken = own.has(index) || [address, label, role, port].includes(index);
        const hint = taken ? null : roleOfWords(cell, 'column');
        return hint === null ? [] : [[index, hint] as const];
      }),
    );
    if ((address ?? null) === null && (label ?? null) === null && roles.size === 0) continue;
    return {
      delimiter,
      address: address ?? null,
      label: label ?? null,
      role: role ?? null,
      port: port ?? null,
      roles,
      own,
    };
  }
  return null;
}

/** A cell that says the role: by the catalogue's id or title, or by its words. */
export function roleOfCell(cell: string, known: readonly KnownRole[]): RoleHint | null {
  const bare = cell.trim().toLowerCase();
  const exact = known.find(({ role, title }) => [role.toLowerCase(), title.toLowerCase()].includes(bare));
  if (exact !== undefined) return { role: exact.role, why: { kind: 'column', words: cell.trim() } };
  return roleOfWords(cell, 'column');
}
