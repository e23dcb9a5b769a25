import { byteWriter } from './byte-writer.ts';
import { cellText, xmlText } from './xml-text.ts';

/** The texts of a workbook, each once; cells name them by their place. */
export interface SharedStrings {
  readonly place: (text: string) => number;
  /** `xl/sharedStrings.xml` with every text placed so far. */
  readonly xml: () => Uint8Array;
}

export function sharedStrings(): SharedStrings {
  const places = new Map<string, number>();
  let uses = 0;
  return {
    place: (text) => {
      uses++;
      const known = places.get(text);
      if (known !== undefined) return known;
      places.set(text, places.size);
      return places.size - 1;
    },
    xml: () => {
      const bytes = byteWriter();
      bytes.add(
        `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="${uses}" uniqueCount="${places.size}">`,
      );
      for (const text of places.keys())
        bytes.add(`<si><t xml:space="preserve">${xmlText(cellText(text))}</t></si>`);
      bytes.add('</sst>');
      return bytes.all();
    },
  };
}
