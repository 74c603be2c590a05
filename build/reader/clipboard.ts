/** A button that copies what `text` gives at the moment it is pressed, and says for a while whether it did. */
export function copyButton(label: string, text: () => string): HTMLButtonElement {
  const { copied = "", failed = "" } = document.body.dataset;
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = label;
  button.addEventListener("click", async () => {
    button.textContent = (await copy(text())) ? copied : failed;
    setTimeout(() => {
      button.textContent = label;
    }, 1500);
  });
  return button;
}

/** The clipboard is closed to some pages, such as files in some browsers; a selection still works there. */
async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }
}
