// The dot on the curve of risk against coverage: it is dragged, or moved by the arrow keys.
'use strict';
footnote.curve = (() => {
  const {$} = footnote;
  // As the report says it: only all is 100 and none is 0
  function percent(part, whole) {
    const shown = Math.round(100 * part / whole);
    if (shown === 100 && part < whole) return 'over 99 %';
    return shown === 0 && part > 0 ? 'under 1 %' : `${shown} %`;
  }

  const STEPS = {ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10, Home: -Infinity, End: Infinity};

  // Puts the dot on a point and says what it stands for
  function move(plane, index) {
    const points = JSON.parse(plane.dataset.points), cases = Number(plane.dataset.cases);
    const at = Math.max(0, Math.min(points.length - 1, index));
    const [answered, wrong, x, y] = points[at], dot = $('[role=slider]', plane);
    dot.style.setProperty('--x', x);
    dot.style.setProperty('--y', y);
    const said = `The ${answered.toLocaleString('en')} surest of ${cases.toLocaleString('en')} answered ` +
      `(${percent(answered, cases)}): ${wrong.toLocaleString('en')} of them wrong (${percent(wrong, answered)}).`;
    dot.setAttribute('aria-valuenow', at);
    dot.setAttribute('aria-valuetext', said);
    $('[data-said]', plane.closest('.curve')).textContent = said;
  }

  const index = (plane) => Number($('[role=slider]', plane).getAttribute('aria-valuenow'));

  function nearest(plane, x) {
    const box = plane.getBoundingClientRect(), points = JSON.parse(plane.dataset.points);
    const wanted = 100 * (x - box.left) / box.width;
    return points.reduce((best, point, at) => Math.abs(point[2] - wanted) < Math.abs(points[best][2] - wanted) ? at : best, 0);
  }

  function drag(event) {
    const plane = event.target.closest('.curve .plane');
    if (!plane || event.button) return;
    plane.setPointerCapture(event.pointerId);
    plane.onpointermove = (moved) => move(plane, nearest(plane, moved.clientX));
    plane.onpointerup = plane.onpointercancel = () => { plane.onpointermove = null; };
    move(plane, nearest(plane, event.clientX));
    $('[role=slider]', plane).focus({preventScroll: true});
    event.preventDefault();
  }

  function press(event) {
    const plane = event.target.closest('.curve .plane'), step = STEPS[event.key];
    if (!plane || !step || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    move(plane, index(plane) + step);
  }

  return {
    mount(root) {
      root.addEventListener('pointerdown', drag);
      root.addEventListener('keydown', press);
    },
    // Once a report is there
    show(root) {
      const plane = $('.curve .plane', root);
      if (plane) move(plane, index(plane));
    },
  };
})();
