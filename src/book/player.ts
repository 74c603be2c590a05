import { block, escapeHtml } from "../typeset/html.ts";

/**
 * A run as a strip of pictures, whole without a script. The reader's script makes of it a stage with one picture at
 * a time, a slider and a play button (`build/reader/player.ts`); the controls stand here, hidden until then, so that
 * their words are the page's.
 */

export interface PlayerWords {
  readonly play: string;
  readonly pause: string;
  /** Names the slider. */
  readonly slider: string;
  /** On the switch back to the strip. */
  readonly all: string;
}

export interface Frame {
  readonly svg: string;
  /** Under the picture, in HTML. */
  readonly caption: string;
  /** Where on the slider this is, in a few words. */
  readonly at: string;
  /** The whole of the caption as a sentence, in plain text. */
  readonly says: string;
}

export interface PlayerData {
  /** What run it is, in HTML. */
  readonly title: string;
  readonly frames: readonly Frame[];
  /** Figures beside the pictures. Of their `stops`, the one of the picture shown is lit. */
  readonly beside: readonly string[];
}

/** @throws RangeError where there is no frame */
export function player({ title, frames, beside }: PlayerData, words: PlayerWords): string {
  // The stage opens on the last picture: what became of the run.
  const last = frames.at(-1);
  if (!last) throw new RangeError("player: got no frame, expected at least one");
  const items = frames.map(
    ({ svg, caption, at, says }) =>
      `<li data-at="${escapeHtml(at)}" data-says="${escapeHtml(says)}">${svg}<p>${caption}</p></li>`,
  );
  const controls = [
    `<button type="button" class="play" data-pause="${escapeHtml(words.pause)}">${escapeHtml(words.play)}</button>`,
    `<input type="range" min="0" max="${frames.length - 1}" step="1" value="${frames.length - 1}" aria-label="${escapeHtml(words.slider)}" aria-valuetext="${escapeHtml(last.at)}">`,
    `<button type="button" class="all" aria-pressed="false">${escapeHtml(words.all)}</button>`,
    `<output>${escapeHtml(last.says)}</output>`,
  ];
  return block(
    `figure class="player"`,
    [
      `<figcaption>${title}</figcaption>`,
      `<div class="controls" hidden>${controls.join("")}</div>`,
      `<div class="scene"><ol class="frames">${items.join("")}</ol><div class="beside">${beside.join("")}</div></div>`,
    ].join("\n"),
  );
}
