// "Check my text": starts a check, shows its sentences as they come, stops it, saves what came of it.
(() => {
  const {$} = footnote;
  const OFTEN = 400;  // milliseconds between two looks at how far it is
  const stored = window.sessionStorage;
  let section, box, call, chooser;
  let job = '';       // the id of the text that is shown or on its way
  let seen = 0;       // its sentences that are on the page
  let timer = 0;

  const say = (text) => { const place = $('.message', section); if (place.textContent !== text) place.textContent = text; };

  function busy(yes) {
    $('[data-testid=check-run]', section).hidden = yes;
    $('[data-testid=check-stop]', section).hidden = !yes;
    $('progress', section).hidden = !yes;
  }

  function clear() {
    window.clearTimeout(timer);
    [job, seen] = ['', 0];
    $('.checked', section).replaceChildren();
    $('.outcome', section).hidden = true;
    $('progress', section).removeAttribute('value');
  }

  async function start() {
    if (job && !$('progress', section).hidden) stop();
    clear();
    busy(true);
    say('');
    let begun = {id: '', message: ''};
    try { begun = await call('check_start', {text: box.value, sources: chooser.chosen}); } catch { /* the toast says it */ }
    if (!begun.id) { busy(false); say(begun.message); box.focus(); return; }
    follow(begun.id);
  }

  // Until its end; a text that another has taken the place of is let go
  async function follow(id, quietly = false) {
    job = id;
    stored.setItem('check', id);
    let now;
    try { now = await call('check_progress', {id, seen}); } catch { if (job === id) { busy(false); say(''); } return; }
    if (job !== id) return;
    if (now.gone) { clear(); busy(false); if (!quietly) say(now.message); return; }
    $('.checked', section).append(footnote.fragment(now.html));
    seen = now.done;
    const bar = $('progress', section);
    [bar.max, bar.value] = [now.total, now.done];
    say(now.message);
    outcome(now);
    if (!now.ended) { busy(true); timer = window.setTimeout(() => follow(id), OFTEN); return; }
    ended(now, quietly);
  }

  function outcome(now) {
    $('.outcome', section).hidden = !now.summary;
    $('[data-testid=check-summary]', section).textContent = now.summary;
    $('.tick', section).hidden = !now.found || now.found === now.done;
    $('.exports', section).hidden = !now.ended;
  }

  function ended(now, quietly) {
    const stop = $('[data-testid=check-stop]', section), focused = document.activeElement === stop;
    busy(false);
    if (focused) $('[data-testid=check-run]', section).focus();
    if (!quietly) footnote.announce(now.summary);
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
      box.addEventListener('input', () => stored.setItem('check-text', box.value));
      box.addEventListener('keydown', (event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) { event.preventDefault(); start(); }
      });
      $('form', section).addEventListener('submit', (event) => { event.preventDefault(); start(); });
      $('[data-testid=check-hide]', section).addEventListener('change', (event) => {
        $('.checked', section).classList.toggle('hide-found', event.target.checked);
      });
    },
    show() { box.focus({preventScroll: true}); },
  });

  function stop() { call('check_stop', {id: job}); }

  footnote.action('check-stop', stop);
  footnote.action('check-export', save);
  footnote.on('escape', (event) => {
    if (footnote.shown !== 'check' || $('progress', section).hidden || !job) return;
    event.preventDefault();
    stop();
  });
})();
