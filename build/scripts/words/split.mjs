const end = /(?<!\be\.g\.|\b[Nn]o\.)(?<=[.!?][”")\]]*) (?=[^\s,;:.)a-z])/;

/**
 * The sentences of a template, as `shared/words/sentences.ts` finds them in a text; marks that go over several of them
 * begin and end with each.
 * @param {string} template
 * @returns {string[]}
 */
export const splitTemplate = (template) =>
  template
    .split('\u0001')
    .flatMap((part) => {
      /** @type {{ letter: string, mark: string }[]} */
      const letters = [];
      let mark = '';
      for (const [token] of part.matchAll(/<\/?[bi]>|./gsu)) {
        if (/^<[bi]>$/.test(token)) mark = token.slice(1, 2);
        else if (/^<\/[bi]>$/.test(token)) mark = '';
        else letters.push({ letter: token, mark });
      }
      const plain = letters.map(({ letter }) => letter).join('');
      let at = 0;
      return plain.split(end).map((sentence) => {
        const own = letters.slice(at, at + Array.from(sentence).length);
        at += Array.from(sentence).length + 1;
        while (own[0]?.letter === ' ') own.shift();
        while (own.at(-1)?.letter === ' ') own.pop();
        const only = own.every((each) => each.mark === own[0]?.mark || each.letter === ' ');
        if (only) return own.map(({ letter }) => letter).join('');
        let out = '';
        let before = '';
        own.forEach(({ letter, mark: now }, index) => {
          // A space between marks belongs to none.
          const next =
            letter === ' ' && now !== before ? '' : letter === ' ' && own[index + 1]?.mark !== now ? '' : now;
          if (next !== before)
            out += `${before === '' ? '' : `</${before}>`}${next === '' ? '' : `<${next}>`}`;
          out += letter;
          before = next;
        });
        return before === '' ? out : `${out}</${before}>`;
      });
    })
    .filter((sentence) => sentence !== '');
