/** A person at the keyboard of a display, for programs that let nobody look inside (build/scripts/lib/keys.mjs). */
export interface Keyboard {
  /** Of the first window whose title contains the text. */
  readonly waitFor: (title: string, patienceMs: number) => Promise<string>;
}

/** The same keys as the test of the installed package presses. */
interface Typist {
  readonly keyboard: (display: string) => Keyboard;
  readonly doPracticeJob: (keys: Keyboard, window: string, out: string) => Promise<void>;
}

const script = async (name: string): Promise<unknown> =>
  import(new URL(`../../build/scripts/lib/${name}.mjs`, import.meta.url).href);

/** Needs xdotool. */
export async function typist(): Promise<Typist> {
  const { keyboard } = (await script('keys')) as Pick<Typist, 'keyboard'>;
  const { doPracticeJob } = (await script('practice-job')) as Pick<Typist, 'doPracticeJob'>;
  return { keyboard, doPracticeJob };
}
