/** The records of a CSV text, read strictly by RFC 4180; throws on what it does not allow. */
export function readCsv(text: string): string[][] {
  const records: string[][] = [[]];
  let at = 0;
  while (at < text.length) {
    let field = '';
    if (text[at] === '"') {
      for (at++; text[at] !== '"' || text[at + 1] === '"'; at++) {
        if (at >= text.length) throw new Error('A quote does not end.');
        if (text[at] === '"') at++;
        field += text[at] ?? '';
      }
      at++;
    } else {
      const plain = /[^",\r\n]*/y;
      plain.lastIndex = at;
      field = plain.exec(text)?.[0] ?? '';
      at += field.length;
    }
    records.at(-1)?.push(field);
    if (text[at] === ',') at++;
    else if (text.startsWith('\r\n', at)) {
      at += 2;
      if (at < text.length) records.push([]);
    } else throw new Error(`Neither a comma nor a line end at ${at}: ${text.slice(at, at + 40)}`);
  }
  return records;
}

/** The start of what a spreadsheet calculates, where no apostrophe before it makes a text of it. */
const formula = /^[\s']*(?<!')[=+\-@\uff1d\uff0b\uff0d\uff20]/;

/** Why a CSV text is not one that every spreadsheet shows as it is; null: it is. */
export function faultOfCsv(text: string): string | null {
  if (!text.startsWith('\ufeff')) return 'no byte order mark';
  const [head = [], ...rows] = readCsv(text.slice(1));
  if (rows.some(({ length }) => length !== head.length)) return 'a row with other columns';
  const calculated = rows.flat().find((field) => formula.test(field));
  return calculated === undefined ? null : `a formula: ${calculated.slice(0, 60)}`;
}
