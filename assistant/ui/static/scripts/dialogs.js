// The dialogs that all places use: "are you sure?", and the list of keys.
(() => {
  const {$} = footnote;

  // Asks "are you sure?": true when confirmed. With `initial` a line of text is asked for: the text, or null.
  // With `option` a box can be ticked, which has this label: {option: whether it was}, or false.
  // One question at a time: while one is open, the answer to another is no.
  async function confirm({title, text = '', action, danger = false, initial = null, option = ''}) {
    const dialog = $('#confirm');
    if (dialog.open) return initial === null ? false : null;
    $('h2', dialog).textContent = title;
    $('p', dialog).textContent = text;
    const input = $('input[type=text]', dialog), yes = $('[value=yes]', dialog);
    const choice = $('.option', dialog), box = $('input', choice);
    choice.hidden = !option;
    $('span', choice).textContent = option;
    box.checked = false;
    input.hidden = initial === null;
    input.value = initial || '';
    input.setAttribute('aria-label', title);
    yes.textContent = action;
    yes.classList.toggle('danger', danger);
    dialog.returnValue = '';
    dialog.showModal();
    (initial === null ? yes : input).focus();
    input.select();  // what is typed takes the place of the old name
    return new Promise((done) => {
      dialog.addEventListener('close', () => {
        const agreed = dialog.returnValue === 'yes';
        if (initial !== null) done(agreed ? input.value : null);
        else done(agreed && option ? {option: box.checked} : agreed);
      }, {once: true});
    });
  }

  footnote.action('close-dialog', (element) => element.closest('dialog').close());
  footnote.action('keys', () => $('#keys').showModal());

  Object.assign(footnote, {confirm});
})();
