/** How a line is drawn, so that no two are told apart by their colour alone. */
export interface SeriesLook {
  /** Of the colours in `chart-colours.css`. */
  readonly colour: number;
  /** Lengths of strokes and of the space between, in pixels; none for a line without space. */
  readonly dash: readonly number[];
}

const COLOURS = 6;
const dashes: readonly (readonly number[])[] = [[], [6, 3], [2, 2], [9, 3, 2, 3]];

/** Gives each stream a look for as long as the page is open. */
export class SeriesLooks {
  readonly #order: string[] = [];

  of(stream: string): SeriesLook {
    let place = this.#order.indexOf(stream);
    if (place === -1) place = this.#order.push(stream) - 1;
    return { colour: place % COLOURS, dash: dashes[place % dashes.length] ?? [] };
  }
}

/** Those of the page: the chart and its table have the same. */
export const looks = new SeriesLooks();
