// What the page says: the status line, what is read aloud, a note over the page; and what it gives away, by copying
// or as a file.
(() => {
  const {$, words} = footnote;

  function status(text) { $('[data-testid=status]').textContent = text; }

  function announce(text) { $('#announce').textContent = text; }

  function toast(text, bad = false, stays = false) {
    const box = $('#toast');
    box.hidden = !text;
    box.classList.toggle('bad', bad);
    if ($('span', box).textContent !== text) $('span', box).textContent = text;  // else it is read out again
    window.clearTimeout(toast.timer);
    if (text && !stays) toast.timer = window.setTimeout(() => { box.hidden = true; }, 8000);
  }

  const labels = new WeakMap();  // button -> its own label, while it says that it copied
  async function copy(text, button) {
    try { await navigator.clipboard.writeText(text); } catch { toast(words().copyRefused, true); return; }
    const {done} = button.dataset;
    if (!done) return;
    if (!labels.has(button)) labels.set(button, {text: button.textContent});
    const label = labels.get(button);
    button.textContent = done;
    window.clearTimeout(label.timer);
    label.timer = window.setTimeout(() => { button.textContent = label.text; labels.delete(button); }, 1500);
    announce(done);
  }

  function download(name, content, type = 'text/markdown') {
    const link = footnote.make('a', {href: URL.createObjectURL(new Blob([content], {type})), download: name});
    link.click();
    window.setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  footnote.action('copy', (element) => copy(element.dataset.text, element));
  footnote.action('dismiss', (button) => {
    const focused = button === document.activeElement;
    toast('');
    if (focused) footnote.land();
  });

  Object.assign(footnote, {status, announce, toast, copy, download});
})();
