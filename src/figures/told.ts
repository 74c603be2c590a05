/** How a figure writes a number. */
export type Show = (x: number) => string;

/** What a figure is called, and its text alternative. */
export interface Words {
  readonly title: string;
  readonly description: string;
}

/** The same, the text alternative told from what the figure shows. */
export interface Told<Shown> {
  readonly title: string;
  readonly description: (shown: Shown) => string;
}

/** The words of a figure that shows this. */
export const tell = <Shown>({ title, description }: Told<Shown>, shown: Shown): Words => ({
  title,
  description: description(shown),
});
