// search.js -- finds the sections that hold every word typed. It is put into
// the page itself, so the book can be searched without a network.
(function () {
  var input = document.getElementById('search');
  var found = document.getElementById('found');
  var contents = document.getElementById('contents');
  if (window.innerWidth < 1024) contents.removeAttribute('open');

  // A section is a heading and all up to the next one.
  var sections = [];
  document.querySelectorAll('main > *').forEach(function (node) {
    if (/^H[1-4]$/.test(node.tagName) && node.id) {
      sections.push({id: node.id, title: node.textContent, text: ''});
    } else if (sections.length && !node.classList.contains('steps')) {
      sections[sections.length - 1].text += ' ' + node.textContent;
    }
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

  input.addEventListener('input', function () {
    var words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    found.textContent = '';
    found.hidden = words.length === 0;
    if (found.hidden) return;
    sections.filter(function (section) {
      var all = (section.title + ' ' + section.text).toLowerCase();
      return words.every(function (word) { return all.includes(word); });
    }).slice(0, 20).forEach(function (section) {
      var item = document.createElement('li');
      var link = document.createElement('a');
      link.href = '#' + section.id;
      link.textContent = section.title;
      item.append(link);
      var where = around(section.text, words[0]);
      if (where) item.append(where);
      found.append(item);
    });
    if (!found.firstChild) found.textContent = 'Nothing has all of these words.';
  });
})();
