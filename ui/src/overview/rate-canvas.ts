import UPlot from 'uplot';
import type { RateWindow } from './rate-window';
import { looks } from './series-look';

const LINE_PX = 2;
/** Without "AM" and "PM", for which there is no room; what divides hours from minutes is the reader's own. */
const clock = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});
const shortClock = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});
const number = new Intl.NumberFormat(undefined, { notation: 'compact' });

/** The lines of a chart, drawn anew each time in the colours that the page has then, as wide as their place is. */
export class RateCanvas {
  readonly #resized = new ResizeObserver(() => this.#fit());
  #plot: UPlot | undefined;
  /** Which lines the plot has: other streams need another plot. */
  #streams = '';

  /** @param place an element with a height of its own; its colour is that of the labels */
  constructor(private readonly place: HTMLElement) {
    this.#resized.observe(place);
  }

  show(rates: RateWindow): void {
    const streams = JSON.stringify(rates.streams.map(({ stream }) => stream));
    const data: UPlot.AlignedData = [[...rates.times], ...rates.streams.map(({ points }) => [...points])];
    if (this.#plot === undefined || streams !== this.#streams) {
      this.#plot?.destroy();
      this.#plot = new UPlot(this.#options(rates), data, this.place);
      this.#streams = streams;
    } else this.#plot.setData(data);
  }

  remove(): void {
    this.#resized.disconnect();
    this.#plot?.destroy();
  }

  #fit(): void {
    const { clientWidth: width, clientHeight: height } = this.place;
    if (width > 0) this.#plot?.setSize({ width, height });
  }

  #options(rates: RateWindow): UPlot.Options {
    const { fontSize, fontFamily } = getComputedStyle(this.place);
    const labels = {
      stroke: () => colourOf(this.place),
      font: `${fontSize} ${fontFamily}`,
      ticks: { show: false },
    };
    const grid = { stroke: () => this.#colourOf('grid'), width: 1 };
    return {
      width: this.place.clientWidth,
      height: this.place.clientHeight,
      padding: [8, 24, 0, 0],
      cursor: { show: false },
      legend: { show: false },
      scales: { y: { range: (_plot, _least, most) => [0, Math.max(1, most * 1.1)] } },
      axes: [
        {
          ...labels,
          grid: { show: false },
          size: 24,
          space: 80,
          values: (_plot, times) => times.map(timeLabel),
        },
        {
          ...labels,
          grid,
          size: 36,
          space: 32,
          values: (_plot, rates_) => rates_.map((rate) => number.format(rate)),
        },
      ],
      series: [{}, ...rates.streams.map(({ stream }) => this.#line(stream))],
    };
  }

  #line(stream: string): UPlot.Series {
    const { colour, dash } = looks.of(stream);
    const stroke = (): string => this.#colourOf(`series-${colour}`);
    return { label: stream, stroke, dash: [...dash], width: LINE_PX, points: { show: false } };
  }

  /** What a style sheet says: a canvas knows none. */
  #colourOf(className: string): string {
    const sample = document.createElement('i');
    sample.className = className;
    this.place.append(sample);
    const colour = colourOf(sample);
    sample.remove();
    return colour;
  }
}

function colourOf(element: HTMLElement): string {
  return getComputedStyle(element).color;
}

function timeLabel(second: number): string {
  return (second % 60 === 0 ? shortClock : clock).format(second * 1000);
}
