// Keys that work everywhere on the page.
(() => {
  const {$} = footnote;

  function typing(target) { return target.matches('input, textarea, select, [contenteditable]'); }

  // Escape does only the topmost thing: dialog, menu, conversation menu or card, pane, then the answer.
  function escape(event) {
    if ($('dialog[open]')) return;
    if (document.body.classList.contains('menu')) {
      event.preventDefault();
      footnote.menu(false);
      $('[data-do=menu]').focus();
    }
    for (const level of ['escape-top', 'escape-pane', 'escape']) footnote.emit(level, event);
  }

  function pressed(event) {
    if (event.isComposing || event.defaultPrevented) return;
    if (event.key === 'Escape') { escape(event); return; }
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || $('dialog[open]')) return;
    if (event.key === '/') { event.preventDefault(); footnote.go('chat'); $('[data-testid=question]').focus(); }
    else if (event.key === '?') { event.preventDefault(); footnote.act('keys'); }
    else footnote.emit('key', event);
  }

  footnote.on('start', () => document.addEventListener('keydown', pressed));
})();
