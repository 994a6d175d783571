// Marks and quotes: the card of a mark on hover, focus or tap, and the way to the source.
(() => {
  const {$} = footnote;

  let leaving = 0;
  function pointed(event) {
    const mark = event.target.closest?.('.mark, .explains');
    if (event.target.closest?.('#card')) window.clearTimeout(leaving);
    if (mark) card(mark);
  }

  function left(event) {
    if (!event.target.closest?.('.mark, .explains, #card')) return;
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
    const said = [cardOf(mark), whyOf(mark)].filter(Boolean);
    if (!said.length) return;
    shown.replaceChildren(...said.map((template) => template.content.cloneNode(true)));
    shown.hidden = false;
    mark.setAttribute('aria-describedby', 'card');
    carded = mark;
    beside(mark);
  }

  // What the source says, and what of the sentence it does not say; each in a template
  const cardOf = (mark) => mark.dataset.n && $(`template[data-card="${mark.dataset.n}"]`, mark.closest('.turn'));
  const whyOf = (mark) => {
    const sentence = mark.closest('[data-testid=sentence]');  // the mark of a row is of none
    return sentence && $('template[data-why]', sentence);
  };

  function beside(mark) {
    const shown = $('#card');
    const at = mark.getBoundingClientRect(), size = shown.getBoundingClientRect();
    const above = at.top - size.height - 8;
    shown.style.left = `${Math.max(8, Math.min(at.left - 24, innerWidth - size.width - 8))}px`;
    shown.style.top = `${above > 8 ? above : at.bottom + 8}px`;
  }

  footnote.on('escape-top', (event) => { if (carded) { hideCard(); event.preventDefault(); } });
  footnote.on('source-closed', hideCard);
  document.addEventListener('scroll', () => { if (carded) beside(carded); }, {passive: true, capture: true});

  const placeOf = ({dataset}) => ({
    source: dataset.source, version: Number(dataset.version), start: Number(dataset.start), end: Number(dataset.end),
  });

  footnote.action('cite', (mark) => {
    const text = cardOf(mark)?.content;
    const quote = text && $('blockquote', text).textContent;
    footnote.emit('source', {...placeOf(mark), quote, place: text && $('.place bdi', text).textContent, from: mark});
    hideCard();
  });
  // A quote and its button, or a row that has both
  footnote.action('quote', (element) => {
    const row = element.closest('[data-quoted]'), button = $('button.place', row);
    if (element === row && window.getSelection().toString()) return;  // a text is being selected, not opened
    const quote = button.dataset.quote ?? $('blockquote', row).textContent;
    footnote.emit('source', {...placeOf(element), quote, place: $('bdi', button).textContent, from: button});
  });
  footnote.action('explain', card);

  for (const kind of ['mouseover', 'focusin']) document.addEventListener(kind, pointed);
  for (const kind of ['mouseout', 'focusout']) document.addEventListener(kind, left);
})();
