export interface WrittenFile {
  readonly id: string;
  readonly name: string;
}

export interface WrittenFiles {
  readonly folder: string;
  readonly files: readonly WrittenFile[];
  /** Sentences about the files: characters that no font has, where the report before went. */
  readonly remarks?: readonly string[];
}
