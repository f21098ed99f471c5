// @ts-check

/**
 * The points of one engine in the panel of this title; `cpu` is µs of the program for a quote.
 * @typedef {{ engine: string, title: string, points: { x: number, y: number, cpu: number }[] }} Curve
 */

const TITLE = 'Quotes of 100 items per second';
const COLUMNS = 2;
const PANEL = { width: 440, height: 280 };
const MARGIN = { left: 64, right: 24, top: 40, bottom: 40 };
const INNER = {
  width: PANEL.width - MARGIN.left - MARGIN.right,
  height: PANEL.height - MARGIN.top - MARGIN.bottom,
};
const LEGEND_HEIGHT = 32;
const TICKS = 4;
const COLORS = ['#1b6ca8', '#c8553d', '#4f772d'];

/**
 * A panel for each title, with a line for each engine: x is logarithmic, y begins at 0 and is the
 * same in all panels, so that flat looks flat.
 * @param {readonly Curve[]} curves
 */
export function plot(curves) {
  const engines = [...new Set(curves.map(({ engine }) => engine))];
  const titles = [...new Set(curves.map(({ title }) => title))];
  const step = roundUp(
    Math.max(...curves.flatMap(({ points }) => points.map(({ y }) => y))) / TICKS,
  );
  const panels = titles.map((title, index) => {
    const x = (index % COLUMNS) * PANEL.width;
    const y = LEGEND_HEIGHT + Math.floor(index / COLUMNS) * PANEL.height;
    const lines = curves.filter((curve) => curve.title === title);
    return `<g transform="translate(${x + MARGIN.left} ${y + MARGIN.top})">${panel(title, lines, { engines, step })}</g>`;
  });
  const width = COLUMNS * PANEL.width;
  const height = LEGEND_HEIGHT + Math.ceil(titles.length / COLUMNS) * PANEL.height;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="sans-serif" font-size="12" fill="#222"><title>${TITLE}</title>
<rect width="${width}" height="${height}" fill="#fff"/>
${legend(engines)}
${panels.join('\n')}
</svg>
`;
}

/** @param {string[]} engines */
const legend = (engines) =>
  [
    text(MARGIN.left, 22, TITLE, 'font-weight="bold"'),
    ...engines.map((engine, index) => {
      const x = MARGIN.left + 260 + index * 110;
      return `<circle cx="${x}" cy="18" r="4" fill="${COLORS[index]}"/>${text(x + 10, 22, engine)}`;
    }),
  ].join('');

/**
 * @param {string} title
 * @param {Curve[]} curves
 * @param {{ engines: string[], step: number }} scale
 */
function panel(title, curves, { engines, step }) {
  const xs = [...new Set(curves.flatMap(({ points }) => points.map(({ x }) => x)))].sort(
    (a, b) => a - b,
  );
  const [low, high] = [Math.log(xs[0] ?? 1), Math.log(xs.at(-1) ?? 1)];
  const atX = (/** @type {number} */ x) =>
    place(((Math.log(x) - low) / (high - low)) * INNER.width);
  const atY = (/** @type {number} */ y) =>
    place(INNER.height - (y / (step * TICKS)) * INNER.height);
  const parts = [text(INNER.width / 2, -14, title, 'text-anchor="middle" font-weight="bold"')];
  for (let tick = 0; tick <= TICKS; tick++) {
    const y = atY(tick * step);
    parts.push(`<line x2="${INNER.width}" y1="${y}" y2="${y}" stroke="#ddd"/>`);
    parts.push(text(-8, y + 4, count(tick * step), 'text-anchor="end"'));
  }
  for (const x of xs) {
    parts.push(text(atX(x), INNER.height + 18, count(x), 'text-anchor="middle"'));
  }
  for (const { engine, points } of curves) {
    const index = engines.indexOf(engine);
    const color = COLORS[index];
    const line = points.map(({ x, y }) => `${atX(x)},${atY(y)}`).join(' ');
    parts.push(`<polyline points="${line}" fill="none" stroke="${color}" stroke-width="2"/>`);
    for (const { x, y } of points) {
      // One engine's figures above its line, the other's below: the lines may be close.
      const offset = index === 0 ? -8 : 16;
      parts.push(
        `<circle cx="${atX(x)}" cy="${atY(y)}" r="3" fill="${color}"/>`,
        text(
          atX(x),
          place(atY(y) + offset),
          count(y),
          `text-anchor="middle" font-size="10" fill="${color}"`,
        ),
      );
    }
  }
  return parts.join('\n');
}

/** @type {(x: number, y: number, content: string, attributes?: string) => string} */
const text = (x, y, content, attributes = '') =>
  `<text x="${x}" y="${y}" ${attributes}>${content}</text>`;

/** @param {number} value */
const place = (value) => Number(value.toFixed(1));
/** @param {number} value */
const count = (value) => Math.round(value).toLocaleString('en');

/** To 1, 2 or 5 times a power of ten.
 * @param {number} value
 */
function roundUp(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  return power * ([1, 2, 5].find((factor) => factor * power >= value) ?? 10);
}
