// Marks and quotes: the card of a mark on hover, focus or tap, and the way to the source.
(() => {
  const {$} = footnote;

  let leaving = 0;
  function pointed(event) {
    const mark = event.target.closest?.('.mark');
    if (event.target.closest?.('#card')) window.clearTimeout(leaving);
    if (mark) card(mark);
  }

  function left(event) {
    if (!event.target.closest?.('.mark, #card')) return;
    window.clearTimeout(leaving);
    leaving = window.setTimeout(hideCard, 200);
  }

  let carded = null;  // the mark whose card is shown
  function hideCard() {
    $('#card').hidden = true;
    carded?.removeAttribute('aria-describedby');
    carded = null;
  }

  function card(mark) {
    window.clearTimeout(leaving);
    const shown = $('#card');
    const template = $(`template[data-card="${mark.dataset.n}"]`, mark.closest('.turn'));
    if (!template) return;
    shown.replaceChildren(template.content.cloneNode(true));
    shown.hidden = false;
    mark.setAttribute('aria-describedby', 'card');
    carded = mark;
    beside(mark);
  }

  function beside(mark) {
    const shown = $('#card');
    const at = mark.getBoundingClientRect(), size = shown.getBoundingClientRect();
    const above = at.top - size.height - 8;
    shown.style.left = `${Math.max(8, Math.min(at.left - 24, innerWidth - size.width - 8))}px`;
    shown.style.top = `${above > 8 ? above : at.bottom + 8}px`;
  }

  footnote.on('escape-top', (event) => { if (carded) { hideCard(); event.preventDefault(); } });
  document.addEventListener('scroll', () => { if (carded) beside(carded); }, {passive: true, capture: true});

  const placeOf = ({dataset}) => ({
    source: dataset.source, version: Number(dataset.version), start: Number(dataset.start), end: Number(dataset.end),
  });

  footnote.action('cite', (mark) => {
    const text = $(`template[data-card="${mark.dataset.n}"]`, mark.closest('.turn'))?.content;
    const quote = text && $('blockquote', text).textContent;
    footnote.emit('source', {...placeOf(mark), quote, place: text && $('.place bdi', text).textContent, from: mark});
    hideCard();
  });
  footnote.action('quote', (element) => {
    const quote = $('blockquote', element.closest('li')).textContent;
    footnote.emit('source', {...placeOf(element), quote, place: element.textContent.trim(), from: element});
  });

  for (const kind of ['mouseover', 'focusin']) document.addEventListener(kind, pointed);
  for (const kind of ['mouseout', 'focusout']) document.addEventListener(kind, left);
})();
