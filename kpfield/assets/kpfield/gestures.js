// Mouse, finger and stylus on the plan: a click sets a corner, a drag moves one or the sheet, two fingers come closer.

// Pixels that a hand moves while it means to hold still.
const STILL = 6;

export function gestures({ svg, view, sheet, corners, put, choose, undo }) {
  // Where each finger is, and what the one that came first is about to do.
  const down = new Map();
  let act = null;

  const placeOf = (event) => [event.clientX, event.clientY];

  /** A corner by its handle, a new one by the middle of a side, else the sheet; the sheet alone while a line is wrong. */
  function begin(event) {
    const { corners: list, wrong } = corners();
    const { corner, side } = event.target.dataset;
    const from = placeOf(event);
    if (wrong || (corner === undefined && side === undefined)) return { from, list, wrong };
    const at = corner === undefined ? Number(side) + 1 : Number(corner);
    const [one, other] = [list[at - 1], list[at % list.length]];
    const dots = corner === undefined ? [one, other].map(sheet.dot) : [sheet.dot(list[at]), sheet.dot(list[at])];
    const dot = [0, 1].map((axis) => (dots[0][axis] + dots[1][axis]) / 2);
    const grip = view.dotAt(event).map((value, axis) => dot[axis] - value);
    const fresh = corner === undefined;
    if (!fresh) choose(at);
    return { from, at, fresh, grip, list: fresh ? [...list.slice(0, at), sheet.corner(dot), ...list.slice(at)] : list };
  }

  function drag(event) {
    const to = placeOf(event);
    if (!act.moved && Math.hypot(to[0] - act.from[0], to[1] - act.from[1]) < STILL) return;
    if (act.at === undefined) {
      view.move((act.from[0] - to[0]) * view.unit(), (act.from[1] - to[1]) * view.unit());
      act.from = to;
    } else {
      const place = sheet.corner(view.dotAt(event).map((value, axis) => value + act.grip[axis]));
      put(act.list.map((corner, at) => (at === act.at ? place : corner)), !act.moved);
      choose(act.at);
    }
    act.moved = true;
  }

  function release(event) {
    if (act.moved || act.wrong) return;
    if (act.fresh) put(act.list);
    if (act.at !== undefined) return choose(act.at);
    put([...act.list, sheet.corner(view.dotAt(event))]);
    choose(act.list.length);
  }

  function pinch(event) {
    const was = [...down.values()];
    down.set(event.pointerId, placeOf(event));
    const now = [...down.values()];
    const apart = ([a, b]) => Math.max(1, Math.hypot(a[0] - b[0], a[1] - b[1]));
    const middle = ([a, b]) => [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
    const [from, to] = [middle(was), middle(now)];
    view.move((from[0] - to[0]) * view.unit(), (from[1] - to[1]) * view.unit());
    view.zoom(apart(was) / apart(now), view.dotAt({ clientX: to[0], clientY: to[1] }));
  }

  /** What a second finger, or the system, has broken off is as it was. */
  function breakOff() {
    if (act?.moved && act.at !== undefined) undo();
    act = null;
  }

  svg.addEventListener("pointerdown", (event) => {
    if (event.button > 0) return;
    svg.setPointerCapture(event.pointerId);
    down.set(event.pointerId, placeOf(event));
    if (down.size === 1) act = begin(event);
    else breakOff();
  });
  svg.addEventListener("pointermove", (event) => {
    if (!down.has(event.pointerId)) return;
    if (down.size === 2) pinch(event);
    else if (act) drag(event);
  });
  svg.addEventListener("pointerup", (event) => {
    down.delete(event.pointerId);
    if (act) release(event);
    act = null;
  });
  svg.addEventListener("pointercancel", (event) => {
    down.delete(event.pointerId);
    breakOff();
  });
  // The wheel alone scrolls the page; two fingers on a pad arrive as a wheel with the control key.
  svg.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    view.zoom(event.deltaY > 0 ? 1.25 : 0.8, view.dotAt(event));
  }, { passive: false });
}
