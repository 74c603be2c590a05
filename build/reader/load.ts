/** What such a script exports, where it is there. */
export const loaded = <Module>(name: string): Module | undefined =>
  (globalThis as unknown as Record<string, Module>)[`brick_${name}`];

const loading = new Map<string, Promise<unknown>>();

/**
 * Loads a script that pages do without until somebody asks for it, once, and gives its exports (build/scripts.ts).
 * A classic script in a tag: it loads from `file://` too, and the pages' policy lets it.
 */
export function load<Module>(name: string): Promise<Module> {
  const known = loading.get(name) as Promise<Module> | undefined;
  if (known) return known;
  const exported = () => loaded<Module>(name);
  const promised = new Promise<Module>((done, fail) => {
    // Another script of the page may have loaded it, or be loading it.
    const there = exported();
    if (there) {
      done(there);
      return;
    }
    const known = document.querySelector<HTMLScriptElement>(`script[src="${name}.js"]`);
    const script = known ?? document.createElement("script");
    if (!known) script.src = `${name}.js`;
    script.addEventListener("load", () => done(exported()!));
    script.addEventListener("error", () => {
      loading.delete(name); // the next touch tries again
      script.remove();
      fail(new Error(`${name}.js does not load`));
    });
    if (!known) document.head.append(script);
  });
  loading.set(name, promised);
  return promised;
}
