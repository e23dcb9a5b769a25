/** @typedef {import('./evaluate.mjs').Pieces} Pieces */

/** Around a word form until its sentence is known. */
const [open, between, close] = ['\u0002', '\u0003', '\u0004'];

/**
 * The key of a text in the catalogues: places are named after their values, equal ones alike.
 * @param {Pieces} pieces
 */
export const templateOf = (pieces) => {
  /** @type {Map<string, string>} */
  const names = new Map();
  const taken = new Set();
  /** @param {string} place @param {string} wish */
  const nameFor = (place, wish) => {
    let name = names.get(place);
    if (name !== undefined) return name;
    name = wish.replace(/\d+$/, '');
    for (let number = 2; taken.has(name); number++) name = `${wish}${number}`;
    taken.add(name);
    names.set(place, name);
    return name;
  };
  for (const piece of pieces) if ('place' in piece) nameFor(piece.place, piece.name);
  let [out, before] = ['', /** @type {string | null} */ (null)];
  for (const piece of pieces) {
    if ('text' in piece) {
      if (piece.text === '') continue;
      out += piece.text.replaceAll('{', '{{').replaceAll('}', '}}');
      before = null;
      continue;
    }
    if ('forms' in piece) {
      out += `${open}${names.get(piece.of) ?? ''}${between}${piece.forms.join(between)}${close}`;
      before = null;
      continue;
    }
    const { place } = piece;
    // What stands in quotes is what somebody wrote.
    const holds =
      piece.holds === '~' && piece.ours !== true && /["“(]$/.test(out) && !/\($/.test(out) ? '' : piece.holds;
    // Two texts without a word between them are one to whoever reads it.
    if (before === '' && holds === '') continue;
    out += `{${nameFor(place, piece.name)}${holds}}`;
    before = holds;
  }
  return out;
};

/**
 * Word forms go with a number in their sentence: `{lines?line|lines}`; without one each is a template of its own.
 * @param {string} template
 * @returns {string[]}
 */
export const withForms = (template) => {
  const from = template.indexOf(open);
  if (from === -1) return [template];
  const to = template.indexOf(close, from);
  const [name = '', one = '', other = ''] = template.slice(from + 1, to).split(between);
  const [head, tail] = [template.slice(0, from), template.slice(to + 1)];
  const forms = name !== '' && template.includes(`{${name}#}`) ? [`{${name}?${one}|${other}}`] : [one, other];
  return forms.flatMap((form) => withForms(`${head}${form}${tail}`));
};
