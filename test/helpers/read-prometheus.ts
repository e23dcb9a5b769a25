/** A strict reader of the text exposition format 0.0.4, for tests. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const metricName = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const labelPart = /^([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"(,|$)/;

function labelsOf(text: string): Record<string, string> {
  const labels: Record<string, string> = {};
  let rest = text;
  while (rest !== '') {
    const match = labelPart.exec(rest);
    if (match === null) throw new Error(`No label: ${rest}`);
    const [whole, key = '', value = ''] = match;
    if (key.startsWith('__') || key in labels) throw new Error(`Label ${key}`);
    labels[key] = value.replace(/\\(.)/g, (_, character: string) => (character === 'n' ? '\n' : character));
    rest = rest.slice(whole.length);
  }
  return labels;
}

/** Every sample; throws at the first line that is none, a metric without HELP and TYPE before it, or one given twice. */
export function readPrometheus(text: string): Sample[] {
  if (!text.endsWith('\n')) throw new Error('The last line has no end.');
  const helped = new Set<string>();
  const typed = new Set<string>();
  const seen = new Set<string>();
  const samples: Sample[] = [];
  let current = '';
  for (const line of text.slice(0, -1).split('\n')) {
    const comment = /^# (HELP|TYPE) (\S+) (.+)$/.exec(line);
    if (comment !== null) {
      const [, kind, name = '', rest = ''] = comment;
      if (!metricName.test(name)) throw new Error(`Name ${name}`);
      const set = kind === 'HELP' ? helped : typed;
      if (set.has(name)) throw new Error(`${name} is described twice.`);
      if (kind === 'TYPE' && rest !== 'gauge') throw new Error(`Type ${rest}`);
      set.add(name);
      current = name;
      continue;
    }
    const match = /^([^{ ]+)\{(.*)\} (-?\d+(?:\.\d+)?|NaN)$/.exec(line);
    if (match === null) throw new Error(`No sample: ${line}`);
    const [, name = '', labels = '', value = ''] = match;
    if (name !== current || !helped.has(name) || !typed.has(name))
      throw new Error(`${name} stands out of place.`);
    const sample = { name, labels: labelsOf(labels), value: Number(value) };
    const key = `${name} ${JSON.stringify(Object.entries(sample.labels).sort())}`;
    if (seen.has(key)) throw new Error(`${key} is given twice.`);
    seen.add(key);
    samples.push(sample);
  }
  return samples;
}
