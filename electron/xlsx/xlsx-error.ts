/** The file is no XLSX file that can be read safely. The message says what is wrong, the cure what to do. */
export class XlsxError extends Error {
  override readonly name = 'XlsxError';
  readonly cure: string;

  constructor(message: string, cure = 'Save it again as an Excel workbook (.xlsx) and try once more.') {
    super(message);
    this.cure = cure;
  }
}
