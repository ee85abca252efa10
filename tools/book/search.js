// search.js -- finds the sections that hold every word typed. It is put into
// the page itself, and its index is made from the page when it opens, so the
// book can be searched without a network.
//
// Keys: / goes to the field, Enter to the first section found, the arrows to
// and through the list, Escape empties it.
(function () {
  var MOST = 20;
  var input = document.getElementById('search');
  var found = document.getElementById('found');
  var hits = document.getElementById('hits');
  var contents = document.getElementById('contents');
  if (window.innerWidth < 1024) contents.removeAttribute('open');

  // A section is a heading and all up to the next one; its chapter is the last
  // heading of level 2 before it.
  var sections = [];
  var chapter = '';
  document.querySelectorAll('main > *').forEach(function (node) {
    if (/^H[1-4]$/.test(node.tagName) && node.id) {
      var title = node.textContent;
      var above = /^H[34]$/.test(node.tagName) ? chapter : '';
      if (!above) chapter = title;
      sections.push({id: node.id, title: title, above: above, text: ''});
    } else if (sections.length && !node.matches('.steps, .pages')) {
      sections[sections.length - 1].text += ' ' + node.textContent;
    }
  });
  sections.forEach(function (section) {
    section.heading = section.title.toLowerCase();
    section.all = section.heading + ' ' + section.text.toLowerCase();
  });

  function around(text, word) {
    var at = text.toLowerCase().indexOf(word);
    if (at < 0) return null;
    var small = document.createElement('small');
    var mark = document.createElement('mark');
    mark.textContent = text.slice(at, at + word.length);
    small.append(text.slice(Math.max(0, at - 40), at), mark,
                 text.slice(at + word.length, at + word.length + 60));
    return small;
  }

  // Those with all words in their heading first; otherwise as in the book.
  function search(words) {
    var first = [], rest = [];
    sections.forEach(function (section) {
      if (!words.every(function (word) { return section.all.includes(word); })) return;
      var named = words.every(function (word) { return section.heading.includes(word); });
      (named ? first : rest).push(section);
    });
    return first.concat(rest);
  }

  function show(section, words) {
    var item = document.createElement('li');
    var link = document.createElement('a');
    link.href = '#' + section.id;
    link.textContent = section.title;
    item.append(link);
    if (section.above) {
      var above = document.createElement('small');
      above.textContent = section.above;
      item.append(above);
    }
    var where = around(section.text, words[0]);
    if (where) item.append(where);
    found.append(item);
  }

  function update() {
    var words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    found.textContent = '';
    found.hidden = hits.hidden = words.length === 0;
    if (found.hidden) return;
    var all = search(words);
    all.slice(0, MOST).forEach(function (section) { show(section, words); });
    hits.textContent = all.length === 0 ? 'No section has all of these words.' :
        all.length === 1 ? 'One section' :
        all.length + ' sections' + (all.length > MOST ? ', the first ' + MOST + ':' : '');
  }

  // The field and the links below it are one column.
  function move(event) {
    var column = [input].concat(Array.from(found.querySelectorAll('a')));
    var at = column.indexOf(document.activeElement);
    var to = {ArrowDown: at + 1, ArrowUp: at - 1}[event.key];
    if (event.key === 'Escape') {
      input.value = '';
      update();
      to = 0;
    } else if (event.key === 'Enter' && at === 0 && column[1]) {
      column[1].click();
    }
    if (to === undefined || !column[to]) return;
    event.preventDefault();
    column[to].focus();
  }

  input.addEventListener('input', update);
  input.addEventListener('keydown', move);
  found.addEventListener('keydown', move);
  document.addEventListener('keydown', function (event) {
    if (event.key !== '/' || event.ctrlKey || event.altKey || event.metaKey ||
        document.activeElement === input) return;
    event.preventDefault();
    contents.open = true;
    input.select();
  });
})();
