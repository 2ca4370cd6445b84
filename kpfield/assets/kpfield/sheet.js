// The plan as a sheet that is looked at through a window: from a place to a dot and back, closer, farther, aside.

/** Of the plan's own bounds, which the page states; both ways are straight, so that a place comes back as it was. */
export function sheetOf(svg) {
  const { south, west, north, east, wide, high } = numbersOf(svg);
  const [across, down] = [(east - west) / wide, (north - south) / high];
  return {
    dot: ([lat, lon]) => [(lon - west) / across, (north - lat) / down],
    corner: ([x, y]) => [Math.round(north - y * down), Math.round(west + x * across)],
    all: [[0, 0], [wide, high]],
  };
}

const numbersOf = (svg) => Object.fromEntries(Object.entries(svg.dataset).map(([name, value]) => [name, Number(value)]));

/** The window on the sheet. `changed` is called with how many units a pixel has. */
export function windowOf(svg, changed) {
  const { metres, wide: most, high: tallest } = numbersOf(svg);
  const seen = () => svg.viewBox.baseVal;
  const look = (x, y, width, height) => {
    svg.setAttribute("viewBox", [x, y, width, height].map((one) => one.toFixed(2)).join(" "));
    svg.setAttribute("font-size", unit() * 13);
    changed(width * metres);
  };
  // Of a pixel, however wide the page shows the picture.
  const unit = () => seen().width / (svg.clientWidth || 1);
  const dotAt = (event) => {
    const frame = svg.getBoundingClientRect();
    return [seen().x + (event.clientX - frame.left - svg.clientLeft) * unit(), seen().y + (event.clientY - frame.top - svg.clientTop) * unit()];
  };
  const move = (x, y) => look(seen().x + x, seen().y + y, seen().width, seen().height);
  /** So many times as much is seen; what lies at `around` stays where it is. */
  const zoom = (times, around = [seen().x + seen().width / 2, seen().y + seen().height / 2]) => {
    const wide = Math.min(Math.max(seen().width * times, 20 / metres), 1.5 * Math.max(most, tallest));
    const share = wide / seen().width;
    look(around[0] - (around[0] - seen().x) * share, around[1] - (around[1] - seen().y) * share, wide, seen().height * share);
  };
  const aside = (x, y) => move((x * seen().width) / 3, (y * seen().height) / 3);
  /** All of these, with as much land again around them. */
  const fit = (dots) => {
    const [xs, ys] = [0, 1].map((axis) => dots.map((dot) => dot[axis]));
    const [left, right, top, low] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    const high = Math.max(100 / metres, 1.6 * Math.max(low - top, (right - left) * 0.75));
    look((left + right) / 2 - (high * 2) / 3, (low + top) / 2 - high / 2, (high * 4) / 3, high);
  };
  const holds = ([x, y]) => x >= seen().x && x <= seen().x + seen().width && y >= seen().y && y <= seen().y + seen().height;
  const again = () => look(seen().x, seen().y, seen().width, seen().height);
  return { unit, dotAt, move, zoom, aside, fit, holds, again };
}
