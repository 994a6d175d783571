// Events between the scripts, and clicks: each element with data-do has one function, by that name.
(() => {
  const listeners = Object.create(null);  // event -> functions; a name from outside finds only what was put in
  const actions = Object.create(null);    // data-do -> function

  function on(event, listener) { (listeners[event] ||= []).push(listener); }

  // What goes wrong in one listener is reported and keeps nothing from the others; an event that one of
  // them has dealt with (preventDefault) goes no further.
  function emit(event, data) {
    for (const listener of listeners[event] || []) {
      if (data?.defaultPrevented) return;
      try { listener(data); } catch (error) { window.reportError(error); }
    }
  }

  function action(name, run) { actions[name] = run; }

  function clicked(event) {
    const nav = event.target.closest('[data-nav]');
    if (nav) {
      event.preventDefault();
      const hides = document.body.classList.contains('menu');  // and the focus with it
      footnote.go(nav.dataset.nav);
      if (hides) footnote.land();
      return;
    }
    const element = event.target.closest('[data-do]');
    const run = element && actions[element.dataset.do];
    if (run) { if (element.tagName === 'A') event.preventDefault(); run(element, event); }
  }

  on('start', () => document.addEventListener('click', clicked));

  Object.assign(footnote, {on, emit, action, act: (name, ...rest) => actions[name](...rest)});
})();
