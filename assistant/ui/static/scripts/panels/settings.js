// The settings: which fields show, what is sent where, and the outcome of a test or a save.
'use strict';
{
  const {$} = footnote;
  let root, call, dirty = false, looking = 0;

  const form = () => $('form', root);
  const values = () => Object.fromEntries(new FormData(form()));
  const put = (place, html) => place.replaceChildren(footnote.fragment(html));

  async function open() {
    put($('[data-form]', root), (await call('settings_open')).html);
    dirty = false;
  }

  function follow() {
    dirty = true;
    const chosen = $('input[name=llm]:checked', root);
    $('[data-server]', root).hidden = chosen?.value !== 'url';
    $('[data-testid=settings-test-result]', root).textContent = '';
    window.clearTimeout(follow.timer);
    follow.timer = window.setTimeout(privacy, 200);
  }

  async function privacy() {
    const mine = ++looking;
    const {html} = await call('settings_privacy', values());
    if (mine === looking) put($('[data-testid=privacy]', root), html);
  }

  // Puts what comes of a call into `place`, which says meanwhile that it is on its way
  async function look(button, place, busy, handler, data) {
    place.textContent = busy;
    button.disabled = true;
    try { put(place, (await call(handler, data)).html); }
    catch { place.textContent = ''; }
    finally { button.disabled = false; }
  }

  function test(button) {
    look(button, $('[data-testid=settings-test-result]', root), form().dataset.testing, 'settings_test', values());
  }

  async function save() {
    const button = $('[data-testid=settings-save]', root);
    const more = $('details', root).open;
    button.disabled = true;
    try {
      const {html, said} = await call('settings_save', values());
      put($('[data-form]', root), html);
      dirty = false;
      $('details', root).open = more;
      $('[data-testid=settings-save]', root).focus();
      footnote.toast(said);
      footnote.emit('settings');
    } catch { button.disabled = false; }
  }

  function check(button) {
    const place = $('[data-checks]', root);
    look(button, place, place.dataset.busy, 'settings_check');
  }

  footnote.action('settings-test', test);
  footnote.action('settings-check', check);
  footnote.panel('settings', {
    mount(element, server) {
      [root, call] = [element, server];
      root.addEventListener('input', (event) => { if (event.target.form) follow(); });
      root.addEventListener('submit', (event) => { event.preventDefault(); save(); });
    },
    show() { if (!dirty) open(); },
  });
}
