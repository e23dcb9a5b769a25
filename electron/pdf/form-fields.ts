import type { CheckBox, Field } from '../../shared/documents/model.ts';
import type { TagNode } from './ops.ts';

/** Points from the top left corner of the page. */
export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

/** Makes fillable fields of the drawn boxes. */
export interface FormWriter {
  readonly addField: (field: Field, place: Rectangle, tag: TagNode | null) => void;
  readonly addCheckBox: (box: CheckBox, place: Rectangle, tag: TagNode | null) => void;
}

/** Boxes on paper only. */
export const printedBoxes: FormWriter = {
  addField: () => undefined,
  addCheckBox: () => undefined,
};
