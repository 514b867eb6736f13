/** The arithmetic of charts. */

/** Three to seven round numbers that hold lowest and highest between them. */
export function ticksOf(lowest, highest) {
  const span = highest - lowest || 1;
  const rough = span / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= rough);
  const whole = Number.isInteger(lowest) && Number.isInteger(highest) ? Math.max(1, step) : step;
  const first = Math.floor(lowest / whole);
  const last = Math.max(first + 1, Math.ceil(highest / whole));
  return Array.from({ length: last - first + 1 }, (_, index) => Number(((first + index) * whole).toPrecision(12)));
}

/** A slice of a pie of radius 92 around (100, 100), from and to as shares of the whole; and where its number stands. */
export function wedge(from, to) {
  const at = (share, radius) => [
    100 + radius * Math.sin(share * 2 * Math.PI),
    100 - radius * Math.cos(share * 2 * Math.PI),
  ];
  const middle = (from + to) / 2;
  const [x, y] = at(middle, 60);
  if (to - from > 0.9999) return { path: "M100 8a92 92 0 1 1-.01 0Z", x: 100, y: 100 };
  const [x1, y1] = at(from, 92);
  const [x2, y2] = at(to, 92);
  return { path: `M100 100L${x1} ${y1}A92 92 0 ${to - from > 0.5 ? 1 : 0} 1 ${x2} ${y2}Z`, x, y };
}
