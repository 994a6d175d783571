// "Check my text": starts a check, shows its sentences as they come, stops it, saves what came of it.
(() => {
  const {$} = footnote;
  const OFTEN = 400;  // milliseconds between two looks at how far it is
  const SELDOM = 10000;  // and at most, while the connection is lost
  const stored = window.sessionStorage;
  let section, box, call, chooser;
  let job = '';       // the id of the text that is shown or on its way
  let seen = 0;       // its sentences that are on the page
  let timer = 0;
  let tenth = 0;        // of the text that was read out last
  let pending = false;  // a text is sent, and has no id yet
  let unwanted = false; // it was stopped before that

  // Progress is shown each time and read out at each tenth of the text, all else whenever it changes
  function say(text, aloud = true) {
    const place = $('.message', section);
    if (place.textContent === text) return;
    place.textContent = text;
    if (aloud && text) footnote.announce(text);
  }

  function keep(name, text) {
    try { stored.setItem(name, text); } catch { /* full: after a reload the box is as it was before */ }
  }

  const running = () => !$('progress', section).hidden;

  // The focus stays where the reader was: the button that goes away hands it to what comes in its place
  function busy(yes) {
    const run = $('[data-testid=check-run]', section), halt = $('[data-testid=check-stop]', section);
    const focused = [run, halt].includes(document.activeElement);
    run.hidden = yes;
    halt.hidden = !yes;
    $('progress', section).hidden = !yes;
    if (!focused) return;
    const summary = $('[data-testid=check-summary]', section);
    (yes ? halt : $('.outcome', section).hidden ? run : summary).focus({preventScroll: true});
  }

  function clear() {
    window.clearTimeout(timer);
    [job, seen, tenth] = ['', 0, 0];
    $('.checked', section).replaceChildren();
    $('.checked', section).classList.remove('hide-found');
    $('[data-testid=check-hide]', section).checked = false;
    $('.outcome', section).hidden = true;
    $('progress', section).removeAttribute('value');
  }

  async function start() {
    if (pending) return;
    if (job && running()) stop();
    clear();
    busy(true);
    say('');
    [pending, unwanted] = [true, false];
    let begun = {id: '', message: ''};
    try { begun = await call('check_start', {text: box.value, sources: chooser.chosen}); } catch { /* the toast says it */ }
    pending = false;
    if (!begun.id) { busy(false); say(begun.message); box.focus(); return; }
    job = begun.id;
    if (unwanted) await stop();
    follow(begun.id);
  }

  // Until its end; a text that another has taken the place of is let go
  async function follow(id, quietly = false, missed = 0) {
    job = id;
    keep('check', id);
    let now;
    try { now = await call('check_progress', {id, seen}); } catch (error) { if (job === id) lost(id, quietly, missed, error); return; }
    if (job !== id) return;
    if (now.gone) { clear(); busy(false); if (!quietly) say(now.message); return; }
    $('.checked', section).append(footnote.fragment(now.html));
    seen = now.done;
    const bar = $('progress', section);
    [bar.max, bar.value] = [now.total, now.done];
    const part = Math.floor(10 * now.done / now.total);
    say(now.message, !quietly && (now.ended || now.waits || part > tenth));
    tenth = part;
    outcome(now);
    if (!now.ended) { busy(true); timer = window.setTimeout(() => follow(id), OFTEN); return; }
    busy(false);
    if (!quietly) footnote.announce(`${now.message} ${now.summary}`.trim());
  }

  // The check goes on without this page, which asks again, ever less often
  function lost(id, quietly, missed, error) {
    if (!error.unreached) { busy(false); say(''); return; }
    busy(true);
    say($('.message', section).dataset.lost);
    timer = window.setTimeout(() => follow(id, quietly, missed + 1), Math.min(OFTEN * 2 ** missed, SELDOM));
  }

  function outcome(now) {
    $('.outcome', section).hidden = !now.summary;
    $('[data-testid=check-summary]', section).textContent = now.summary;
    $('.tick', section).hidden = !now.found || now.found === now.done;
    $('.exports', section).hidden = !now.ended;
  }

  async function save(button) {
    const {name, type, data} = await call('check_export', {id: job, format: button.dataset.format});
    footnote.download(name, Uint8Array.from(atob(data), (one) => one.charCodeAt(0)), type);
  }

  footnote.panel('check', {
    mount(root, caller) {
      [call, section] = [caller, $('section.check', root)];
      box = $('textarea', section);
      chooser = footnote.chooser('check', 'check_sources');
      box.value = stored.getItem('check-text') || '';
      if (stored.getItem('check')) follow(stored.getItem('check'), true);  // the page was loaded anew
      box.addEventListener('input', () => keep('check-text', box.value));
      box.addEventListener('keydown', (event) => {
        if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        if (!event.repeat) start();  // held down, the key is pressed once
      });
      $('form', section).addEventListener('submit', (event) => { event.preventDefault(); start(); });
      $('[data-testid=check-hide]', section).addEventListener('change', (event) => {
        $('.checked', section).classList.toggle('hide-found', event.target.checked);
      });
    },
    show() { box.focus({preventScroll: true}); },
  });

  async function stop() {
    if (pending) { unwanted = true; return; }
    try { await call('check_stop', {id: job}); } catch { /* the toast says it */ }
  }

  footnote.action('check-stop', stop);
  footnote.action('check-export', save);
  footnote.on('escape', (event) => {
    if (footnote.shown !== 'check' || !running() || !(job || pending)) return;
    event.preventDefault();
    stop();
  });
})();
