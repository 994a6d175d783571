// What all scripts of the page share: `footnote`, to which each adds what others need of it; and the elements.
// Text of documents and models reaches a script only as HTML that the server has escaped, or goes into
// textContent; none builds markup from text.
'use strict';
const footnote = window.footnote = {};
(() => {
  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];

  // The page's own words that scripts say: attributes of the rail
  const words = () => $('[data-parts]').dataset;

  function fragment(html) {
    return make('template', {innerHTML: html}).content;
  }

  // A new element with these properties, and these nodes in it
  function make(tag, properties, ...inside) {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...inside);
    return element;
  }

  // Makes `from` look like `to`, keeping the elements that stay, and with them focus and scroll place
  function morph(from, to) {
    // An attribute that a person may have changed, such as what is unfolded, can be kept (data-keeps="open").
    for (const {name} of [...from.attributes]) if (!to.hasAttribute(name) && name !== to.dataset.keeps) from.removeAttribute(name);
    for (const {name, value} of to.attributes) if (from.getAttribute(name) !== value) from.setAttribute(name, value);
    const olds = [...from.childNodes], news = [...to.childNodes];
    news.forEach((fresh, place) => {
      const old = olds[place];
      if (!old) from.append(fresh);
      else if (old.nodeName !== fresh.nodeName || old.nodeName === 'TEMPLATE') old.replaceWith(fresh);
      else if (old.nodeType === Node.TEXT_NODE) { if (old.data !== fresh.data) old.data = fresh.data; }
      else morph(old, fresh);
    });
    olds.slice(news.length).forEach((old) => old.remove());
  }

  // A name that nothing else has. The browser's own way is there only on this computer and over https.
  function newId() {
    if (crypto.randomUUID) return crypto.randomUUID();
    return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  }

  Object.assign(footnote, {$, $$, words, fragment, make, morph, newId});
})();
